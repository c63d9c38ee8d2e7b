// The middle: sessions with their notes, the client on her phone, a worrying answer, the keys, no script at all.
import { DESK } from "./browser.mjs";
import { optionOf, send } from "./forms.mjs";
import { PASSPHRASES, daysAgo, says, sure } from "./journey.mjs";
import { FOCUS } from "./journey-opening.mjs";
import { look } from "./shots.mjs";
import { blemish, expecting, step } from "./steps.mjs";

/** The day of a session: weekly, the twelfth today. */
export function dayOf(number) {
  return daysAgo((12 - number) * 7);
}

const NOTE = "Ana rang on Sunday. They spoke for ten minutes, then silence; the night was bad.";

/** What the client answers: one that asks for a person to look is the ninth. */
// Nine answers, and how difficult it made things.
const PHQ9 = ["2", "1", "2", "2", "1", "1", "2", "0", "1", "1"];
const GAD7 = ["1", "1", "2", "1", "0", "1", "1"];

export async function middle(scene) {
  const { browser, at, page } = scene;
  const go = (rest) => page.goto(at(scene.course + rest));

  await step(browser, "three sessions were held, their notes are signed", async () => {
    for (const number of [1, 2, 3]) {
      await hold(scene, number);
      await send(page, "sign", { text: `Session ${number}. The story so far.`, mood: "4", event: "A call with Ana" });
    }
    await go("/sessions");
    await look(page, "sessions");
  });

  await step(browser, "the client takes up her invitation on her phone", async () => {
    await go("/client");
    await send(page, "invite");
    await look(page, "client-invited");
    const invitation = /http:\S+\/invite\/\w+/.exec(await page.locator("main").innerText())?.[0];
    sure(invitation, "the page has no link of invitation");
    const phone = await scene.phone.newPage();
    scene.mobile = phone;
    await phone.goto(invitation);
    await send(phone, "invite", { login: "rosa", passphrase: PASSPHRASES.client });
    sure(phone.url() === at("/home"), `an invited client comes to ${phone.url()}`);
    await says(phone, FOCUS);
    await look(phone, "home");
  });

  await step(browser, "she answers the PHQ-9 one question at a time, leaves in the middle, goes back and corrects", async () => {
    const phone = scene.mobile;
    await phone.locator('main a[href="/home/check-in"]').click();
    await phone.waitForURL(at("/home/check-in"));
    await look(phone, "check-in");
    await phone.locator('main a[href="/home/check-in/phq-9"]').click();
    await phone.waitForURL(at("/home/check-in/phq-9"));
    await look(phone, "question");
    for (const code of PHQ9.slice(0, 4)) await answer(phone, code);
    await phone.close();

    const again = await scene.phone.newPage();
    scene.mobile = again;
    await again.goto(at("/home/check-in/phq-9"));
    sure(/5/.test(await again.locator(".step-of").innerText()), "the check-in does not go on at the fifth question");
    // Back to the fourth, another answer, and on to the fifth.
    await Promise.all([again.waitForEvent("load"), again.locator(".form-end a").tap()]);
    sure(await again.locator('[name="answer"][value="2"]').isChecked(), "the fourth answer was not kept");
    await answer(again, "3");
    for (const code of PHQ9.slice(4)) await answer(again, code);
    const lines = await again.locator("ol.list > li").count();
    sure(lines === 10, `the review has ${lines} answers`);
    // The fourth once more, from the review, and straight back to it.
    await Promise.all([again.waitForEvent("load"), again.locator('ol.list a[href$="q=3"]').tap()]);
    await answer(again, PHQ9[3]);
    sure(await again.locator("ol.list > li").count() === 10, "a corrected answer does not lead back to the review");
    await look(again, "review");
    await Promise.all([again.waitForEvent("load"), again.locator('form[action$="/send"] button').tap()]);
  });

  await step(browser, "her answer to item 9 is met with people's words, and the GAD-7 follows", async () => {
    const phone = scene.mobile;
    sure(phone.url() === at("/home/help-now?after=1"), `after a worrying answer the page is ${phone.url()}`);
    sure(await phone.locator('a[href^="tel:"]').count() > 0, "no number to ring");
    await look(phone, "help-after-an-answer");
    await phone.goto(at("/home/check-in/gad-7"));
    for (const code of GAD7) await answer(phone, code);
    await Promise.all([phone.waitForEvent("load"), phone.locator('form[action$="/send"] button').tap()]);
    sure(phone.url() === at("/home/thanks"), `after the GAD-7 the page is ${phone.url()}`);
    await look(phone, "thanks");
    // What else is asked before this session, with the second answer to each.
    for (let measures = 0; measures < 12; measures += 1) {
      await phone.goto(at("/home/check-in"));
      const next = phone.locator('main a[href^="/home/check-in/"]').first();
      if (await next.count() === 0) break;
      await Promise.all([phone.waitForEvent("load"), next.tap()]);
      while (await phone.locator('[name="answer"]').count() > 0) {
        await answer(phone, await phone.locator('[name="answer"]').nth(1).getAttribute("value"));
      }
      await Promise.all([phone.waitForEvent("load"), phone.locator('form[action$="/send"] button').tap()]);
    }
    await phone.goto(at("/home/check-in"));
    sure(await phone.locator('main a[href^="/home/check-in/"]').count() === 0, "an answered measure is still due");
  });

  await step(browser, "the flag stands first on the therapist's day; she has looked, and closes it", async () => {
    await page.goto(at("/"));
    await look(page, "today-flag");
    await page.locator(`.card-alert a[href^="${scene.course}/flags/"]`).click();
    await look(page, "flag");
    await send(page, "seen", { note: "Rang her at once; safe tonight, her partner is there." });
    await look(page, "flag-seen");
    const flag = page.url();
    await send(page, "assess", { "risk-formulation": "Passing thoughts, no plan.", "risk-decision": "Safety plan today." });
    await page.goto(at(`${scene.course}/safety/make`));
    await send(page, "safety", { signs: "I stop answering", "asked-means": "yes" });
    await scene.mobile.goto(at("/home/safety/card"));
    await says(scene.mobile, "I stop answering");
    await look(scene.mobile, "home-safety-card");
    await page.goto(flag);
    await send(page, "plan", { "flag-plan": "safety-plan", "flag-plan-words": "Made together today." });
    await send(page, "review", { found: "Fewer; slept through." });
    await look(page, "flag-review");
    await send(page, "flag-close", { reason: "Passing thoughts, no plan; safety plan gone through together." });
    sure(page.url() === flag, `after closing a flag the page is ${page.url()}`);
    await page.goto(at("/"));
    sure(await page.locator(".card-alert").count() === 0, "a closed flag is still on the day");
  });

  await step(browser, "the note saves itself, outlives its page, and shows both texts of two tabs", async () => {
    await hold(scene, 4);
    const url = page.url();
    await page.locator('form#sign [name="text"]').pressSequentially(NOTE, { delay: 5 });
    await page.locator("form#sign [data-saved]", { hasText: /\d\d:\d\d:\d\d/ }).waitFor({ timeout: 9_000 });
    await page.close({ runBeforeUnload: false });
    scene.page = await scene.desk.newPage();
    await scene.page.goto(url);
    sure(await scene.page.locator('form#sign [name="text"]').inputValue() === NOTE, "the note's text is gone");

    // The save arrives and its answer does not: the words typed after it are no other window's.
    const note = scene.page.locator('form#sign [name="text"]');
    const said = scene.page.locator("form#sign [data-saved]");
    await scene.page.route("**/drafts", async (route) => { await route.fetch(); await route.abort(); }, { times: 1 });
    await expecting("ERR_FAILED", async () => {
      await note.fill(`${NOTE} Then`);
      await note.blur();
      await scene.page.locator("form#sign [data-saved].wrong").waitFor();
    });
    await note.fill(`${NOTE} Then silence.`);
    await scene.page.locator("form#sign [data-saved]:not(.wrong)").waitFor({ timeout: 15_000 });
    sure(/\d\d:\d\d:\d\d/.test(await said.innerText()), "it is not said when the words were saved");
    sure(await scene.page.locator("form#sign .theirs").count() === 0, "one's own words are shown as another window's");
    await scene.page.reload();
    sure(await note.inputValue() === `${NOTE} Then silence.`, "what was typed after a lost answer is gone");

    const other = await scene.desk.newPage();
    await other.goto(url);
    await other.locator('form#sign [name="text"]').fill(`${NOTE} And she cried.`);
    await other.locator('form#sign [name="text"]').blur();
    await other.locator("form#sign [data-saved]", { hasText: /\d\d:\d\d:\d\d/ }).waitFor();
    await expecting("status of 409", async () => {
      await scene.page.locator('form#sign [name="text"]').fill(`${NOTE} She was angry.`);
      await scene.page.locator('form#sign [name="text"]').blur();
      await scene.page.locator("form#sign .theirs").waitFor();
    });
    sure((await scene.page.locator("form#sign .theirs").innerText()).includes("And she cried."), "the other tab's text is not shown");
    await look(scene.page, "note-two-tabs");
    await other.close();
  });

  await step(browser, "the note is signed with the mood and its event, and amended afterwards", async () => {
    const { page } = scene;
    await send(page, "sign", { text: `${NOTE} She was angry, and cried.`, mood: "3", "mood-words": "heavy", event: "The call on Sunday", person: await optionOf(page, "sign", "person", "Ana"), worked: "focus" });
    sure(await page.locator("form#sign").count() === 0, "a signed note can still be written");
    await send(page, "amend", { kind: "addendum", text: "It was Ana who rang back on Monday.", reason: "Told in the corridor." });
    await says(page, "It was Ana who rang back on Monday.");
    await look(page, "note-amended");
  });

  await step(browser, "a plan is agreed, and she reports how it went", async () => {
    const { page } = scene;
    await page.goto(at(`${scene.course}/plans`));
    await send(page, "plan", { what: "Ring Ana and say what I need", person: await optionOf(page, "plan", "person", "Ana"), when: "Saturday, after lunch", "opening-words": "I would like us to talk about the rent.", "if-then": "If she goes silent, I say that I will ring again tomorrow." });
    const phone = scene.mobile;
    await phone.goto(at("/home/trying"));
    await look(phone, "trying");
    const form = await phone.locator('form[id^="report-"]').getAttribute("id");
    await send(phone, form, { status: "partly", happened: "We talked for five minutes.", "their-response": "She listened.", "mood-before": "3", "mood-after": "6", reader: "both" });
    await look(phone, "trying-reported");
    await page.goto(at(`${scene.course}/plans`));
    await says(page, "We talked for five minutes.");
    await look(page, "plans");
  });

  await step(browser, "the keys lead to today, caseload, sessions and people, and ? lists them", async () => {
    const { page } = scene;
    const press = async (keys, path) => {
      for (const key of keys) await page.keyboard.press(key);
      await page.waitForURL(at(path));
    };
    await page.goto(at(scene.course));
    await press(["g", "t"], "/");
    await press(["g", "c"], "/courses");
    await page.keyboard.press("/");
    sure(await page.locator("[type=search]").evaluate((field) => field === document.activeElement), "/ does not go to the search");
    await page.keyboard.type("rosa");
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
    await page.locator("td a", { hasText: "Rosa Calder" }).click();
    await page.waitForURL(at(scene.course));
    await press(["n"], `${scene.course}/sessions`);
    await press(["m"], `${scene.course}/people`);
    await page.keyboard.press("?");
    await page.locator("dialog#keys[open]").waitFor();
    await look(page, "keys");
    await page.keyboard.press("Escape");
    sure(!(await page.locator("dialog#keys").evaluate((dialog) => dialog.open)), "Escape leaves the keys open");
    await page.keyboard.press("Shift+P");
    sure(await page.locator("body").evaluate((body) => body.classList.contains("blur")), "Shift and P hide no name");
    await page.keyboard.press("Shift+P");
  });

  await step(browser, "without any script: signed in, somebody placed by the form, a note signed", async () => {
    const plain = await browser.person(DESK, { javaScriptEnabled: false });
    const plainPage = await plain.newPage();
    const old = { ...scene, page: plainPage };
    await plainPage.goto(at(`${scene.course}/people`));
    await send(plainPage, "sign-in", { login: "maya", passphrase: PASSPHRASES.therapist });
    sure(plainPage.url() === at(`${scene.course}/people`), `signing in leads to ${plainPage.url()}`);
    await send(plainPage, "add", { name: "Dr Mills", tie: "clinician" });
    await send(plainPage, "place", { person: await optionOf(plainPage, "place", "person", "Dr Mills"), ring: "outer" });
    sure(await plainPage.locator('svg.map-wide [data-person][aria-label^="Dr Mills"]').getAttribute("data-ring") === "outer", "the form placed nobody");
    await hold(old, 5);
    await send(plainPage, "sign", { text: "Session 5, written without a script.", mood: "5", event: "Lunch with Bea" });
    await says(plainPage, "written without a script");
    await plain.close();
  });

  await step(browser, "the client sees her people, and puts one nearer", async () => {
    const phone = scene.mobile;
    await phone.goto(at("/home/people"));
    await look(phone, "home-people");
    await send(phone, "add", { name: "Choir", tie: "group", ring: "less-close" });
    const form = await phone.locator("main li", { hasText: "Choir" }).locator('form[id^="place-"]').getAttribute("id");
    await send(phone, form, { ring: "close" });
    await scene.page.goto(at(`${scene.course}/people`));
    const choir = scene.page.locator('svg.map-wide [data-person][aria-label^="Choir"]');
    if (await choir.count() > 0) blemish("the therapist sees whom the client has not shared");
    const share = await phone.locator("main li", { hasText: "Choir" }).locator('form[id^="share-"]').getAttribute("id");
    await send(phone, share);
    await scene.page.goto(at(`${scene.course}/people`));
    const ring = await scene.page.locator('svg.map-wide [data-person][aria-label^="Choir"]').getAttribute("data-ring");
    if (ring !== "close") blemish(`the client put the choir close; the therapist's circles have it on the ring ${ring}`);
  });

  await step(browser, "sessions 6 to 8 are held; the end is near enough to be named", async () => {
    for (const number of [6, 7, 8]) {
      await hold(scene, number);
      await send(scene.page, "sign", { text: `Session ${number}. Role play of the talk with Ana.`, mood: String(number - 1), event: "The talk with Ana" });
    }
    await scene.page.goto(at(scene.course));
    await look(scene.page, "ending-due");
  });
}

/** Plans the session of this number on its day, `day` or that of this journey, and holds it; the page then shows its note. */
export async function hold(scene, number, day = dayOf(number)) {
  const { page, at, course } = scene;
  await page.goto(at(`${course}/sessions`));
  await send(page, "plan", { on: day, at: "10:00" });
  await page.goto(at(course));
  await page.locator(`main a.button[href^="${course}/sessions/"]`).click();
  await page.waitForURL(new RegExp(`${course}/sessions/\\d+$`));
  await send(page, "held", { on: day, mode: "in-person" });
}

/** Taps an answer; the page goes on by itself. */
async function answer(page, code) {
  const choice = page.locator(`label.choice:has([value="${code}"])`);
  await Promise.all([page.waitForEvent("load", { timeout: 4_000 }), choice.tap()]);
}
