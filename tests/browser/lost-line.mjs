// What a client writes while the connection is lost waits on the page and is sent when it is back; the browser keeps
// nothing of it, leaving warns, and leaving at once is not held up.
import { PHONE } from "./browser.mjs";
import { openDemo } from "./clinic.mjs";
import { look } from "./shots.mjs";
import { blemish, expecting, step } from "./steps.mjs";

export async function lostLine(browser) {
  let clinic;
  await step(browser, "the demo clinic opens", async () => {
    clinic = await openDemo();
  });
  const person = await browser.person(PHONE);
  const page = await person.newPage();
  const open = (path) => page.goto(new URL(path, clinic.address).href);
  const queue = page.locator("#queue [data-said]");
  const lost = (work) => expecting("ERR_INTERNET_DISCONNECTED", async () => {
    await person.setOffline(true);
    // The console tells of it when it likes, which may be later than the page does.
    const told = page.waitForEvent("console", (message) => message.text().includes("ERR_INTERNET_DISCONNECTED"));
    await work();
    await told;
  });
  try {
    await step(browser, "people named without a connection wait on the page", async () => {
      await page.goto(clinic.links.client);
      await open("/home/people");
      await lost(async () => {
        for (const name of ["Ottilie", "Bertrand"]) {
          await page.locator('form#add [name="name"]').fill(name);
          await page.locator('form#add [name="tie"][value="friend"]').check();
          await page.locator("form#add button").click();
        }
        await queue.getByText("2 entries wait for the connection").waitFor();
        await look(page, "lost-line-waiting");
      });
    });
    await step(browser, "the browser keeps nothing of them, and leaving warns", async () => {
      const kept = await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, document.cookie]);
      if (kept.join() !== "0,0,0,") blemish(`the browser keeps something: ${kept}`);
      const asked = page.waitForEvent("dialog", { timeout: 5_000 });
      page.evaluate(() => setTimeout(() => location.reload(), 0));
      const dialog = await asked;
      if (dialog.type() !== "beforeunload") blemish(`leaving says ${dialog.type()}`);
      await dialog.dismiss();
      await queue.getByText("2 entries wait").waitFor();
    });
    await step(browser, "when the connection is back they are sent, and are the client's alone", async () => {
      await Promise.all([page.waitForEvent("load"), person.setOffline(false)]);
      for (const name of ["Ottilie", "Bertrand"]) {
        const line = page.locator("main li", { hasText: name }).filter({ hasText: "Only you see this" });
        if (await line.count() !== 1) blemish(`${name} is there ${await line.count()} times`);
      }
    });
    await step(browser, "a line of my story waits as well, and is read when it is sent", async () => {
      await open("/home/story");
      await lost(async () => {
        await page.locator('form#line [name="line"]').fill("Lost the allotment, about March 2024");
        await page.locator("form#line button").click();
        await queue.getByText("One entry waits for the connection").waitFor();
      });
      await Promise.all([page.waitForEvent("load"), person.setOffline(false)]);
      await page.locator("main li", { hasText: "Lost the allotment" }).getByText("about March 2024").waitFor();
    });
    await step(browser, "an answer about one person waits as well, is the client's alone, and is taken back", async () => {
      await open("/home/people");
      await page.locator('main li a[href^="/home/people/"]').last().click();
      await page.waitForURL(/home\/people\/\d+/);
      await open(`${new URL(page.url()).pathname}?ask=being-with`);
      await lost(async () => {
        const form = page.locator("form#tell");
        await form.locator('[name="mood-effect"][value="-2"]').check();
        await form.locator('[name="feelings-with"]').fill("Small");
        await form.locator("button").click();
        await queue.getByText("One entry waits for the connection").waitFor();
        const line = await page.locator("#queue ul li").innerText();
        if (!line.includes("-2") || !line.includes("Small")) blemish(`the entry reads ${line}`);
      });
      await Promise.all([page.waitForEvent("load"), person.setOffline(false)]);
      const answer = page.locator('[id^="told-being-with-"]').locator("xpath=ancestor::li[1]");
      await answer.getByText("Only you see this").waitFor();
      await look(page, "home-person-told");
      await answer.getByText("Undo or redo the last change").click();
      await Promise.all([page.waitForEvent("load"), answer.locator("form button").last().click()]);
      await page.getByText("You took this answer back").waitFor();
    });
    await step(browser, "a diary entry of three taps waits as well, with its own day", async () => {
      await open("/home/week");
      const before = await page.locator("main li", { hasText: "Rain all day" }).count();
      await lost(async () => {
        const form = page.locator("form#diary");
        await form.locator('[name="mood"][value="4"]').check();
        await form.locator('[name="happening"][value="argued"]').check();
        await form.locator('[name="words"]').fill("Rain all day");
        await form.locator("button").click();
        await queue.getByText("One entry waits for the connection").waitFor();
        const line = await page.locator("#queue ul li").innerText();
        if (!line.includes("4") || !line.includes("We argued") || !line.includes("Rain all day")) blemish(`the entry reads ${line}`);
        if (await form.locator("input:checked").count() !== 1) blemish("what was tapped is still chosen");
        await look(page, "lost-line-diary");
      });
      await Promise.all([page.waitForEvent("load"), person.setOffline(false)]);
      const now = await page.locator("main li", { hasText: "Rain all day" }).count();
      if (now !== before + 1) blemish(`the diary has the entry ${now - before} times`);
    });
    await step(browser, "leaving at once asks nothing", async () => {
      await open("/home/people");
      await lost(async () => {
        await page.locator('form#add [name="name"]').fill("Nobody else");
        await page.locator("form#add button").click();
        await queue.getByText("One entry waits").waitFor();
      });
      let said = "";
      page.on("dialog", (dialog) => { said = dialog.type(); dialog.dismiss(); });
      await page.evaluate(() => document.dispatchEvent(new Event("leaving")));
      await person.setOffline(false);
      await open("/home");
      if (said) blemish(`leaving at once was held up by ${said}`);
    });
  } finally {
    await person.close();
    await clinic.stop();
  }
}
