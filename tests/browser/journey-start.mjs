// The first run, the first colleague, the first request, the first client.
import { DESK, PHONE } from "./browser.mjs";
import { send } from "./forms.mjs";
import { PASSPHRASES, says, sure } from "./journey.mjs";
import { look } from "./shots.mjs";
import { expecting, step } from "./steps.mjs";

export async function start(scene) {
  const { browser, at } = scene;
  let invitation = "";

  await step(browser, "an empty clinic asks who runs it, and is ready", async () => {
    const office = await browser.person(DESK);
    const page = await office.newPage();
    scene.office = page;
    await page.goto(at("/"));
    sure(page.url() === at("/first"), `the first page is ${page.url()}`);
    await look(page, "first-run");
    await expecting("status of 422", () => {
      return send(page, "first", { "service-name": "Harbour Clinic", name: "Ines Okafor", login: "ines", passphrase: "short" }, { refused: true });
    });
    sure(await page.locator('form#first [name="service-name"]').inputValue() === "Harbour Clinic", "what was typed is gone");
    await send(page, "first", { passphrase: PASSPHRASES.founder });
    sure(page.url() === at("/"), `after the first run the page is ${page.url()}`);
    await look(page, "today-empty");
  });

  await step(browser, "the administrator adds a therapist and gets a link to hand over", async () => {
    const page = scene.office;
    await page.goto(at("/office"));
    await send(page, "staff", { name: "Maya Lind", roles: ["therapist"] });
    invitation = /http:\S+\/invite\/\w+/.exec(await page.locator("main").innerText())?.[0] ?? "";
    sure(invitation !== "", "the page has no link of invitation");
    await look(page, "office-invited");
    await page.context().close();
  });

  await step(browser, "somebody asks for a consultation at the front door", async () => {
    const visitor = await browser.person(PHONE);
    const page = await visitor.newPage();
    await page.goto(at("/welcome"));
    await page.goto(at("/ask"));
    await send(page, "ask", {
      name: "Rosa Calder",
      contact: "07700 900123",
      reason: "Since I lost my job my sister and I only quarrel, and I sleep badly.",
      times: "Mornings",
      source: "My doctor",
    });
    sure(page.url() === at("/ask/sent"), "the request was not taken");
    await visitor.close();
  });

  await step(browser, "the therapist takes up the invitation, signs out and in again", async () => {
    const page = await scene.desk.newPage();
    scene.page = page;
    await page.goto(invitation);
    await look(page, "invitation");
    await send(page, "invite", { login: "maya", passphrase: PASSPHRASES.therapist });
    await page.locator('form[action="/sign-out"] button').click();
    await page.waitForURL(at("/welcome"));
    await page.goto(at("/courses"));
    sure(page.url().startsWith(at("/sign-in")), "a signed-out therapist is not asked to sign in");
    await expecting("status of 422", () => {
      return send(page, "sign-in", { login: "maya", passphrase: "not this one at all" }, { refused: true });
    });
    await look(page, "sign-in-wrong");
    await send(page, "sign-in", { login: "maya", passphrase: PASSPHRASES.therapist });
    sure(page.url() === at("/courses"), `after signing in the page is ${page.url()}`);
    await look(page, "caseload-empty");
  });

  await step(browser, "a course is opened from the request", async () => {
    const { page } = scene;
    await page.goto(at("/waiting"));
    await page.locator('main a[href^="/waiting/"]').first().click();
    await page.locator('a.button[href^="/courses/new?request="]').click();
    sure(await page.locator('form#new [name="name"]').inputValue() === "Rosa Calder", "the request's name is not in the form");
    await send(page, "new", { called: "Rosa", protocol: "ipt-12" });
    const found = /(\/courses\/[0-9a-f]{32})\/opening$/.exec(page.url());
    sure(found, `a new course leads to ${page.url()}`);
    scene.course = found[1];
    await says(page, "Rosa Calder");
    await look(page, "opening-empty");
  });
}
