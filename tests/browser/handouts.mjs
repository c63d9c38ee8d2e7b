// Forms in other hands, and what follows a worrying answer: the therapist's device handed over and got back, a link that
// sends one form once, and a flag from the answer to its close by two people.
import { DESK, PHONE } from "./browser.mjs";
import { openDemo } from "./clinic.mjs";
import { send } from "./forms.mjs";
import { says, sure } from "./journey.mjs";
import { look } from "./shots.mjs";
import { blemish, expecting, step } from "./steps.mjs";

const PIN = "4711";

export async function handouts(browser) {
  let clinic;
  await step(browser, "the demo clinic opens", async () => {
    clinic = await openDemo();
  });
  const scene = { browser, clinic, at: (path) => clinic.address + path, desk: await browser.person(DESK), phone: await browser.person(PHONE) };
  try {
    await kiosk(scene);
    await link(scene);
    await flag(scene);
    await passedOn(scene);
  } finally {
    await scene.desk.close();
    await scene.phone.close();
    await clinic.stop();
  }
}

/** The device is handed over, answered on, tried to be got back by the wrong person, and freed. */
async function kiosk(scene) {
  const { browser, at, desk, clinic } = scene;
  const page = await desk.newPage();
  scene.page = page;
  let before = "";

  await step(browser, "the therapist locks the device to two measures and hands it over", async () => {
    await page.goto(clinic.links.therapist);
    await page.goto(at("/courses?show=middle"));
    const first = page.locator("table.rows tbody tr a").first();
    scene.name = (await first.innerText()).trim();
    scene.course = await first.getAttribute("href");
    await page.goto(at(`${scene.course}/forms`));
    await look(page, "forms");
    before = await newestResult(page);
    const boxes = page.locator('form#device [name="measures"]');
    for (const box of await boxes.all()) await box.setChecked(["phq-9", "gad-7"].includes(await box.getAttribute("value")));
    await send(page, "device", { pin: PIN });
    sure(page.url() === at("/kiosk"), `a locked device shows ${page.url()}`);
    await nobody(page, scene);
    await look(page, "device-handed-over");
  });

  await step(browser, "no page of the therapist opens on it: not by its address, not by the back button, not in a new tab", async () => {
    for (const path of ["/", "/courses", scene.course, `${scene.course}/history`, "/check-ins", "/flags", "/me", "/waiting", "/home", "/office"]) {
      await page.goto(at(path));
      if (page.url() !== at("/kiosk")) blemish(`${path} leads a locked device to ${page.url()}`);
      await nobody(page, scene);
    }
    // Back over everything that was open before the lock.
    for (let steps = 0; steps < 16; steps += 1) {
      const answer = await page.goBack({ waitUntil: "load" }).catch(() => null);
      if (page.url() === "about:blank") break;
      await nobody(page, scene);
      if (page.url() !== at("/kiosk")) blemish(`the back button shows ${page.url()} (${answer?.status()})`);
    }
    const other = await desk.newPage();
    await other.goto(at(`${scene.course}/people`));
    sure(other.url() === at("/kiosk"), `a new tab shows ${other.url()}`);
    await other.close();
    await page.goto(at("/kiosk"));
  });

  await step(browser, "the client answers both, one question at a time, and corrects one", async () => {
    await press(page, "form#begin button");
    await look(page, "device-question");
    for (const code of ["1", "1", "2"]) await choose(page, code);
    // Back to the third, and another answer.
    await press(page, '[name="go"][value="back"]');
    sure(await page.locator('[name="answer"][value="2"]').isChecked(), "going back loses the answer");
    for (const code of ["1", "1", "1", "0", "0", "1", "0", "0"]) await choose(page, code);
    await look(page, "device-review");
    await press(page, '[name="go"][value="send"]');
    await says(page, "There are a few more questions");
    await look(page, "device-next");
    await press(page, "form#begin button");
    for (const code of ["1", "1", "1", "0", "0", "1", "0"]) await choose(page, code);
    await press(page, '[name="go"][value="send"]');
    await says(page, "Please give the device back");
    await nobody(page, scene);
    await look(page, "device-done");
  });

  await step(browser, "a wrong PIN frees nothing; the therapist's does, and shows what came in", async () => {
    await press(page, 'footer a[href="/kiosk/back"]');
    await look(page, "device-back");
    await expecting("status of 422", () => send(page, "back", { secret: "0000" }, { refused: true }));
    await says(page, "That did not free the device");
    await nobody(page, scene);
    await look(page, "device-back-wrong");
    await page.goto(at(scene.course));
    sure(page.url() === at("/kiosk"), "a wrong PIN freed the device");
    await page.goto(at("/kiosk/back"));
    await send(page, "back", { secret: PIN });
    sure(page.url() === at(`${scene.course}/forms`), `a freed device shows ${page.url()}`);
    if (await newestResult(page) === before) blemish("what came in on the device is not shown");
    await says(page, scene.name);
    await look(page, "device-freed");
  });
}

/** A link is made, looked at by a program, tried with a wrong PIN, sent once, and tried again. */
async function link(scene) {
  const { browser, at, page, phone } = scene;
  let made = {};

  await step(browser, "the therapist makes a link, and sees the PIN once", async () => {
    made = await makeLink(scene);
    sure(made.address.startsWith(at("/form#")), `the link is ${made.address}`);
    await look(page, "link-made");
    await page.goto(at(`${scene.course}/forms`));
    sure(!(await page.content()).includes(made.pin), "the PIN is shown a second time");
  });

  await step(browser, "a program that looks at every link in a mail uses nothing up and learns nothing", async () => {
    const scanner = await browser.person(DESK);
    for (const path of ["/form", "/form/answer", "/form/sent"]) {
      for (const method of ["get", "head"]) {
        const answer = await scanner.request[method](at(path));
        if (answer.status() !== 200) blemish(`${method} ${path} is answered with ${answer.status()}`);
        if ((await answer.text()).includes(scene.name)) blemish(`${method} ${path} says who it is for`);
      }
    }
    const eyes = await scanner.newPage();
    await eyes.goto(made.address);
    await nobody(eyes, scene);
    sure(!eyes.url().includes("#"), "the key of the link stays in the address");
    await scanner.close();
  });

  await step(browser, "the client opens it on her phone: a wrong PIN is told, the right one opens", async () => {
    const mobile = await phone.newPage();
    scene.mobile = mobile;
    await mobile.goto(made.address);
    await look(mobile, "link-door");
    const wrong = made.pin === "000000" ? "000001" : "000000";
    await expecting("status of 422", () => send(mobile, "form", { pin: wrong }, { refused: true }));
    await says(mobile, "4 more");
    await look(mobile, "link-wrong-pin");
    await send(mobile, "form", { pin: made.pin });
    sure(mobile.url() === at("/form/answer"), `the right PIN leads to ${mobile.url()}`);
    await nobody(mobile, scene);
    await look(mobile, "link-begin");
  });

  await step(browser, "she answers, item 9 with something, and sends it once", async () => {
    const { mobile } = scene;
    await press(mobile, "form#begin button");
    await look(mobile, "link-question");
    for (const code of ["2", "2", "1", "2", "1", "2", "1", "0", "2", "1"]) await choose(mobile, code);
    await nobody(mobile, scene);
    await look(mobile, "link-review");
    await press(mobile, '[name="go"][value="send"]');
    sure(mobile.url() === at("/form/sent"), `a sent form leads to ${mobile.url()}`);
    sure(await mobile.locator(".facts .num").count() > 0, "no number to ring");
    await nobody(mobile, scene);
    await look(mobile, "link-sent");
  });

  await step(browser, "nothing of it can be seen again: not by the back button, not by the address, not by the link", async () => {
    await expecting("ERR_CACHE_MISS", () => scene.mobile.goBack({ waitUntil: "load" }).catch(() => null));
    const left = await scene.mobile.evaluate(() => document.body.innerText).catch(() => "");
    if (left.includes("better off dead")) blemish("the back button shows the answers that were sent");
    await scene.mobile.close();
    const mobile = await phone.newPage();
    await expecting("status of 422", async () => {
      await mobile.goto(at("/form/answer"));
      await says(mobile, "This form was sent already");
      await look(mobile, "link-over");
      const other = await browser.person(PHONE);
      const again = await other.newPage();
      await again.goto(made.address);
      await send(again, "form", { pin: made.pin }, { refused: true });
      await says(again, "This form was sent already. It can be sent only once.");
      await nobody(again, scene);
      await look(again, "link-used-twice");
      await other.close();
    });
  });

  await step(browser, "without script the code of the message opens a form; five wrong PINs close it", async () => {
    const { code } = await makeLink(scene);
    const guesser = await browser.person(PHONE, { javaScriptEnabled: false });
    const guess = await guesser.newPage();
    await expecting("status of 422", async () => {
      for (const said of ["4 more", "3 more", "2 more", "once more", "typed too often"]) {
        await guess.goto(at("/form"));
        await send(guess, "form", { code, pin: "12345" }, { refused: true });
        await says(guess, said);
      }
    });
    await nobody(guess, scene);
    await guesser.close();
  });
}

/** The flag of that answer: seen, asked about, planned for, looked at again, and closed by a second person. */
async function flag(scene) {
  const { browser, at, page, clinic } = scene;
  let address = "";

  await step(browser, "her answer is a flag on the therapist's day, with its owner and its time", async () => {
    await page.goto(at("/"));
    await look(page, "today-flags");
    await page.locator(`.card-alert a[href^="${scene.course}/flags/"]`).first().click();
    await page.waitForURL(/\/flags\/\d+$/);
    address = page.url();
    for (const words of ["More than half the days", "To be looked at by", "Amara Okafor", scene.name]) await says(page, words);
    await look(page, "flag-open");
  });

  await step(browser, "it cannot be closed before somebody asked, decided and looked again", async () => {
    sure(await page.locator("form#plan, form#review").count() === 0, "an open flag offers steps that come later");
    await send(page, "seen", { note: "Rang her at once." });
    await send(page, "assess", {
      ideation: "active", "danger-plan": "yes", intent: "unclear", attempt: "no",
      protecting: "Her daughter.", "risk-formulation": "A plan for the first time; she told her husband.", "risk-decision": "Seen tomorrow, husband takes the tablets.",
    });
    await look(page, "flag-assessed");
    await send(page, "plan", { "flag-plan": "higher-care", "flag-plan-words": "Crisis team rang, visit tonight." });
    await send(page, "review", { found: "Slept at her sister's; no plan now." });
    await look(page, "flag-looked-again");
  });

  await step(browser, "with a plan told, one person alone cannot close it", async () => {
    await send(page, "flag-close", { reason: "The plan is over; safety plan made; crisis team agrees." });
    await says(page, "Waits for a second person");
    sure(await page.locator("form#second").count() === 0, "who asks for the close may answer it");
    await look(page, "flag-waits");
  });

  await step(browser, "the supervisor reads it, says not yet with a reason, and agrees after the next look", async () => {
    const supervisor = await browser.person(DESK);
    const theirs = await supervisor.newPage();
    scene.supervisor = theirs;
    await theirs.goto(clinic.links.supervisor);
    await theirs.goto(address);
    await look(theirs, "flag-second-asked");
    await send(theirs, "second", { agrees: "no", "second-words": "Ask once more after the weekend." });
    await page.goto(address);
    await says(page, "Ask once more after the weekend.");
    await send(page, "review", { found: "Weekend was quiet; tablets are with her husband." });
    await send(page, "flag-close", { reason: "Quiet for a week, plan over, tablets away." });
    await theirs.goto(address);
    await send(theirs, "second", { agrees: "yes", "second-words": "Read all of it; it can be closed." });
    await says(theirs, "Dealt with and closed");
    await look(theirs, "flag-closed");
    await page.goto(at("/"));
    sure(await page.locator(`a[href="${new URL(address).pathname}"]`).count() === 0, "a closed flag is still on the day");
    await page.goto(address);
    await says(page, "Quiet for a week, plan over, tablets away.");
  });
}

/** A flag nobody looked at in time stands with the supervisor, who can look at it. */
async function passedOn(scene) {
  const { browser, at, page } = scene;
  const theirs = scene.supervisor;
  let address = "";

  await step(browser, "a flag nobody looked at in time stands on the supervisor's list as passed on", async () => {
    await theirs.goto(at("/flags"));
    const line = theirs.locator(".card-alert li", { hasText: "Passed on to the" }).first();
    await line.waitFor({ timeout: 20_000 });
    await look(theirs, "flags-passed-on");
    await theirs.goto(at("/supervision"));
    await look(theirs, "supervision-flags");
    address = await theirs.locator(".card-alert li", { hasText: "Passed on to the" }).locator('a[href*="/flags/"]').first().getAttribute("href");
  });

  await step(browser, "the supervisor looks at it, and the therapist sees who did", async () => {
    await theirs.goto(at(address));
    await look(theirs, "flag-passed-on");
    await send(theirs, "seen", { note: "Rang him in his therapist's place." });
    await page.goto(at(address));
    await says(page, "Rang him in his therapist's place.");
    await says(page, "Margaret Doyle");
    await theirs.context().close();
  });
}

/** Makes a link for the PHQ-9: where it leads, its code and its PIN. */
async function makeLink({ page, at, course }) {
  await page.goto(at(`${course}/forms`));
  await send(page, "link", { measure: "phq-9" });
  const facts = await page.locator("main dl").first().evaluate((list) => {
    const names = [...list.querySelectorAll("dt")].map((name) => name.innerText);
    const values = [...list.querySelectorAll("dd")].map((value) => value.innerText.trim());
    return Object.fromEntries(names.map((name, index) => [name, values[index]]));
  });
  const address = Object.values(facts).find((value) => value.includes("/form#"));
  return { address, code: facts.Code, pin: facts.PIN };
}

/** A blemish when the page says whom it is about, or who treats them. */
async function nobody(page, { name }) {
  const text = await page.locator("body").innerText();
  for (const word of [...name.split(" "), "Amara", "Riverside Psychotherapy"]) {
    if (text.includes(word)) blemish(`${page.url()} says ${word}`);
  }
}

/** Presses what leads to another page. */
async function press(page, selector) {
  await Promise.all([page.waitForEvent("load"), page.locator(selector).first().click()]);
}

/** Chooses an answer; the page goes on by itself. */
async function choose(page, code) {
  const choice = page.locator(`label.choice:has([value="${code}"])`);
  await Promise.all([page.waitForEvent("load", { timeout: 6_000 }), choice.click()]);
}

/** Where the newest of the results leads; nothing when there is none. */
async function newestResult(page) {
  const links = page.locator('main a[href*="/measures/results/"]');
  return (await links.count()) > 0 ? links.first().getAttribute("href") : "";
}
