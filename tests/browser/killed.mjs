// The browser is killed in mid-typing, with no word to the page: the text is back, but for ten seconds at most. And what
// belongs beside a note is written by keyboard alone, without leaving the page and without losing a word.
import { DESK, mortal } from "./browser.mjs";
import { openDemo } from "./clinic.mjs";
import { send } from "./forms.mjs";
import { look } from "./shots.mjs";
import { blemish, step } from "./steps.mjs";

/** Longest time of typing that may be lost, in milliseconds. */
const LOST_MOST = 10_000;

/** By then, in milliseconds, the first of it is saved. */
const SAVED_BY = 7_500;

/** How long one types before the browser is killed, in milliseconds: before the first save, after it, in between. */
const TYPED_FOR = [3_000, 8_500, 13_700];

/** Typing: a word, then a breath. */
const PAUSE = 240;

export async function killed(browser) {
  let clinic;
  await step(browser, "the demo clinic opens", async () => {
    clinic = await openDemo();
  });
  const desk = await browser.person(DESK);
  let path;
  try {
    await step(browser, "a session of today is held", async () => {
      const page = await desk.newPage();
      await page.goto(clinic.links.therapist);
      path = await sessionOfToday(page, clinic.address);
      await send(page, "held", { mode: "in-person" });
    });
    for (const [index, lasts] of TYPED_FOR.entries()) {
      await step(browser, `the note is back after a kill, ${lasts / 1_000} s into typing`, () => kill(clinic, path, "sign", `kill ${index}:`, lasts));
    }
    await step(browser, "the process note is back after a kill", () => kill(clinic, `${path}/process-note`, "process-note", "thought:", 9_000));
    await step(browser, "a way on is taken, and another form is sent, in mid-typing: nothing is lost", () => onTheWay(desk, clinic, path));
    await step(browser, "by keyboard alone: words are linked while they are written, a plan is agreed, the note is signed", () => byKeyboard(desk, clinic, path));
    await step(browser, "an addition is back after a kill", () => kill(clinic, path, "amend", "added:", 9_000));
  } finally {
    await desk.close();
    await clinic.stop();
  }
}

/** The page of the first session of today that is not held yet. */
async function sessionOfToday(page, address) {
  await page.goto(address);
  const ways = await page.locator('main a[href*="/sessions/"]').evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const way of new Set(ways)) {
    await page.goto(address + way);
    if (await page.locator("form#held").count() > 0) return way;
  }
  throw new Error("no session of today is still to be held");
}

/** Types into a form of a browser of its own, kills it, and looks with another what is back. */
async function kill(clinic, path, id, mark, lasts) {
  const victim = await mortal();
  const typed = [];
  const began = Date.now();
  try {
    const page = await enter(victim, clinic, path, id);
    const field = page.locator(`form#${id} [name="text"]`);
    await field.focus();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(`\n${mark}`);
    const until = Date.now() + lasts;
    for (let word = 0; Date.now() < until; word += 1) {
      await page.keyboard.type(` w${word}`);
      typed.push({ word: `w${word}`, at: Date.now() });
      await page.waitForTimeout(PAUSE);
    }
  } finally {
    await victim.kill();
  }
  const end = Date.now();
  const after = await mortal();
  try {
    const page = await enter(after, clinic, path, id);
    const text = await page.locator(`form#${id} [name="text"]`).inputValue();
    const back = text.slice(text.lastIndexOf(mark)).split(" ").filter((word) => /^w\d+$/.test(word));
    const isOurs = text.includes(mark);
    // The last word may be back in part.
    if (isOurs && back.length > 0 && back.at(-1) !== `w${back.length - 1}` && `w${back.length - 1}`.startsWith(back.at(-1))) back.pop();
    const kept = isOurs ? back.length : 0;
    if (isOurs && back.some((word, place) => word !== `w${place}`)) blemish(`the words are back in another order: ${text}`);
    const first = typed[kept];
    const lost = first ? end - first.at : 0;
    console.log(`    ${typed.length} words typed, ${kept} back; ${(lost / 1_000).toFixed(1)} s of typing lost, ${((end - began) / 1_000).toFixed(0)} s in all`);
    if (lost > LOST_MOST) blemish(`${lost} ms of typing are lost`);
    if (lasts > SAVED_BY && kept === 0) blemish("nothing is back");
  } finally {
    await after.kill();
  }
}

/** Signed in as the therapist, on a page with this form open. */
async function enter(browser, clinic, path, id) {
  const page = await browser.page();
  await page.goto(clinic.links.therapist);
  await page.goto(clinic.address + path);
  const fold = page.locator(`details:has(form#${id})`).last();
  if (await fold.count() > 0 && !(await fold.evaluate((element) => element.open))) await fold.locator("> summary").click();
  return page;
}

async function onTheWay(desk, clinic, path) {
  const page = await desk.newPage();
  await page.goto(clinic.address + path);
  const field = page.locator('form#sign [name="text"]');
  await field.fill("Typed, and away at once.");
  await Promise.all([page.waitForEvent("load"), page.locator('main a[href$="/prepare"]').first().click()]);
  await page.goto(clinic.address + path);
  if (await field.inputValue() !== "Typed, and away at once.") blemish(`after a way on the note is “${await field.inputValue()}”`);
  await field.fill("Typed, and another form sent.");
  await Promise.all([page.waitForEvent("load"), page.locator('form[action="/sign-out"] button').click()]);
  await page.goto(clinic.links.therapist);
  await page.goto(clinic.address + path);
  if (await field.inputValue() !== "Typed, and another form sent.") blemish(`after another form the note is “${await field.inputValue()}”`);
  await page.close();
}

async function byKeyboard(desk, clinic, path) {
  const page = await desk.newPage();
  await page.goto(clinic.address + path);
  const { keyboard } = page;
  const began = Date.now();
  const form = page.locator("form#sign");
  // `e` goes into the note.
  await page.locator("body").press("e");
  await keyboard.press("Control+A");
  await keyboard.type("They quarrelled about the move. She slept badly after it.");
  // The first sentence, by Shift and the arrows, is linked to the first of the people by name.
  await keyboard.press("Control+Home");
  for (let letter = 0; letter < "They quarrelled".length; letter += 1) await keyboard.press("Shift+ArrowRight");
  await keyboard.press("Control+k");
  const choice = form.locator('[name="passage-of"]');
  if (!(await choice.evaluate((element) => element === document.activeElement))) blemish("Ctrl and K does not lead to whom the words speak of");
  const whom = (await choice.locator("option").nth(1).innerText()).trim();
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  const marked = () => form.locator('[name="passages"]').evaluateAll((boxes) => boxes.map((box) => box.value.replace(/^\S+ /, "")));
  if ((await marked()).join() !== "They quarrelled") blemish(`linked is ${await marked()}`);
  if (!(await form.locator('[name="text"]').evaluate((element) => element === document.activeElement))) blemish("the cursor is not back in the note");
  // Writing goes on, before the passage and in it.
  await keyboard.press("Control+Home");
  await keyboard.type("On Sunday. ");
  for (let letter = 0; letter < "They ".length; letter += 1) await keyboard.press("ArrowRight");
  await keyboard.type("both ");
  if ((await marked()).join() !== "They both quarrelled") blemish(`after more was written, linked is ${await marked()}`);
  if (!(await form.locator("#sign-marked .choice").innerText()).includes("They both quarrelled")) blemish("the mark does not show the words it keeps to");
  await look(page, "note-passage-linked");
  // How a technique went is asked once it was used.
  if (await form.locator("#sign-uses").isVisible()) blemish("techniques that were not used ask how they went");
  await form.locator('[name="techniques"][value="role-play"]').focus();
  await keyboard.press("Space");
  await form.locator("#sign-uses > summary").focus();
  await keyboard.press("Enter");
  const rows = await form.locator("#sign-uses tbody tr:visible").count();
  if (rows !== 1) blemish(`${rows} techniques ask how they went`);
  await page.keyboard.press("Tab");
  await keyboard.press("ArrowDown");
  // The plan, without leaving the page.
  await form.locator("#sign-plan > summary").focus();
  await keyboard.press("Enter");
  await keyboard.press("Tab");
  await keyboard.type("Ring her on Sunday");
  await look(page, "note-plan-beside");
  await Promise.all([page.waitForEvent("load"), keyboard.press("Enter")]);
  const text = await form.locator('[name="text"]').inputValue();
  if (text !== "On Sunday. They both quarrelled about the move. She slept badly after it.") blemish(`after the plan the note is “${text}”`);
  if ((await marked()).join() !== "They both quarrelled") blemish(`after the plan, linked is ${await marked()}`);
  if (!(await page.locator("main").innerText()).includes("Ring her on Sunday")) blemish("the plan does not stand beside the note");
  await form.locator('[name="mood-words"]').focus();
  await keyboard.type("heavy");
  await keyboard.press("Tab");
  await keyboard.type("The quarrel on Sunday");
  await Promise.all([page.waitForEvent("load"), keyboard.press("Control+Enter")]);
  const link = page.locator(".note a", { hasText: "They both quarrelled" });
  if (await link.count() !== 1 || (await link.getAttribute("title")) !== whom) blemish("the signed note does not lead from the passage to the person");
  await look(page, "note-signed-linked");
  console.log(`    written, linked, planned and signed by keyboard in ${((Date.now() - began) / 1_000).toFixed(0)} s, looks at the page among them`);
  await page.close();
}
