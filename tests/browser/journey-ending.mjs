// The ending: named, felt, reviewed by both, kept, closed; and how the client leaves.
import { send } from "./forms.mjs";
import { PASSPHRASES, says, sure } from "./journey.mjs";
import { hold } from "./journey-middle.mjs";
import { look, print } from "./shots.mjs";
import { expecting, step } from "./steps.mjs";

const SIGNS = ["I stop answering Ana's calls", "I wake before five for a week"];

export async function ending(scene) {
  const { browser, at, page, mobile: phone } = scene;
  const go = (rest) => page.goto(at(scene.course + rest));

  await step(browser, "the ending is named with four sessions left, and the last sessions begin", async () => {
    await go("/ending");
    await send(page, "name", { note: "She had counted too." });
    for (const number of [9, 10, 11]) {
      await hold(scene, number);
      await send(page, "sign", { text: `Session ${number}. Goodbye, and what stays.`, mood: "7", event: "Said it to Ana" });
    }
    await go("/ending");
    await look(page, "ending-begun");
  });

  await step(browser, "the client says what she feels, rates focus and goals, and what she keeps", async () => {
    await phone.goto(at("/home"));
    await look(phone, "home-ending");
    await phone.goto(at("/home/ending"));
    await send(phone, "feelings", { feelings: ["sad", "proud"], words: "Both at once." });
    await send(phone, "focus", { rating: "much-better", "now-words": "We talk on Sundays.", remains: "The rent." });
    for (const id of await phone.locator('form[id^="goal-"]').evaluateAll((forms) => forms.map((form) => form.id))) {
      await send(phone, id, { rating: "somewhat", words: "It is on its way." });
    }
    await send(phone, "keeping", { keep: "That silence is not the end of a talk.", "hard-to-say": "I was angry with you in May." });
    await look(phone, "home-ending-page");
  });

  await step(browser, "the therapist reviews too; the plan for staying well has two early signs", async () => {
    await go("/ending");
    await send(page, "feelings", { feelings: ["proud"], words: "I will miss our Tuesdays." });
    await send(page, "focus", { rating: "solved", "now-words": "They found a way to go on talking." });
    for (const id of await page.locator('form[id^="goal-"]').evaluateAll((forms) => forms.map((form) => form.id))) {
      await send(page, id, { rating: "much-better" });
    }
    await send(page, "map", { words: "Ana nearer, the choir new." });
    await send(page, "credit", { words: "You rang her. Nobody did that for you." });
    await send(page, "keep", { signs: SIGNS.join("\n"), "situations-0-risky": "Christmas", helped: "Ringing back the next day", helpers: "Tomas\nBea", steps: "Talk to Tomas\nRing the clinic", "come-back": "Ring the clinic in the mornings." });
    await send(page, "next", { step: "discharge-planned", discussed: "A letter in three months." });
    await send(page, "task-risk-final", { note: "No thoughts of death for six weeks." });
    await send(page, "task-letter", { note: "None wanted." });
    await look(page, "ending-reviewed");
  });

  await step(browser, "the last session is held and the course is closed with nothing missing", async () => {
    await hold(scene, 12);
    await send(page, "sign", { text: "The last session. Goodbye said, and heard.", mood: "8", event: "The goodbye" });
    await go("/ending");
    await send(page, "close", { how: "completed" });
    await look(page, "closed");
    await go("");
    await look(page, "course-closed");
    await go("/history");
    await look(page, "history");
  });

  await step(browser, "both early signs are on the client's pages after the goodbye", async () => {
    for (const path of ["/home/ending", "/home/plan"]) {
      await phone.goto(at(path));
      for (const sign of SIGNS) await says(phone, sign);
    }
    await look(phone, "plan");
    await phone.goto(at("/home/looks"));
    await look(phone, "looks");
  });

  await step(browser, "contract and plan print on one sheet each, the course on two", async () => {
    for (const [where, path, name, most] of [
      [page, `${scene.course}/contract`, "contract", 1],
      [phone, "/home/plan", "plan", 1],
      [page, scene.course, "course", 2],
    ]) {
      await where.goto(at(path));
      await print(where, name, most);
    }
  });

  await step(browser, "pressed three times, Shift covers the page at once, and leads away for good", async () => {
    await phone.goto(at("/home"));
    // The way out is the first stop of the Tab key.
    await phone.keyboard.press("Tab");
    sure(await phone.evaluate(() => document.activeElement?.closest("form")?.matches("[data-exit]")), "the exit is not first");
    // What the page looks like between the third press and the way out.
    let seen = null;
    await phone.exposeFunction("tellOfCover", (what) => { seen = what; });
    await phone.evaluate(() => {
      new MutationObserver(() => {
        const cover = document.querySelector(".covered")?.getBoundingClientRect();
        if (cover) tellOfCover({ covers: cover.width >= innerWidth && cover.height >= innerHeight, title: document.title });
      }).observe(document.body, { childList: true });
    });
    await expecting("wikipedia.org", async () => {
      const gone = phone.waitForRequest((request) => request.url().startsWith("https://www.wikipedia.org/"));
      gone.catch(() => {});
      for (let press = 0; press < 3; press += 1) await phone.keyboard.press("Shift");
      await gone;
      sure(seen?.covers && seen.title === "", `while leaving, the page shows ${JSON.stringify(seen)}`);
    });
    await phone.close();
    const later = await scene.phone.newPage();
    await later.goto(at("/home"));
    sure(later.url().startsWith(at("/sign-in")), "after leaving, the page is still open to whoever holds the phone");
    scene.mobile = later;
  });

  await step(browser, "she can come back, and signs out in peace", async () => {
    const { mobile } = scene;
    await send(mobile, "sign-in", { login: "rosa", passphrase: PASSPHRASES.client });
    sure(mobile.url() === at("/home"), `a client who signs in comes to ${mobile.url()}`);
    await look(mobile, "home-closed");
    await Promise.all([mobile.waitForURL(at("/welcome")), mobile.locator('form[action="/sign-out"] button').tap()]);
    await mobile.goto(at("/home/plan"));
    sure(mobile.url().startsWith(at("/sign-in")), "signed out, the plan can still be read");
  });
}
