// Two hundred interruptions of typing, from one seed, on many pages at once: the page is killed, the session ends on the
// server, the line is cut or the server killed and started again, a second window types into the same text. After each
// what was typed is looked for where a person would look: nothing acknowledged is gone, and ten seconds of typing at
// most; of two windows the words of both are shown.
import { DESK } from "./browser.mjs";
import { openDemo } from "./clinic.mjs";
import { send, unfold } from "./forms.mjs";
import { look } from "./shots.mjs";
import { blemish, expecting, step } from "./steps.mjs";

/** Longest time of typing that may be lost, in milliseconds: what is lost is counted in words, and a word takes `PAUSE`. */
const LOST_MOST = 10_000;

/** Pages side by side, and interruptions of each. */
const PAGES = 20;
const ROUNDS = 10;

/**
 * From this round on the line is cut for everybody: the server is killed, and started again. Who is signed in stays so,
 * and links to enter have ended then.
 */
const RESTARTS_FROM = 8;

const KINDS = ["killed", "signed out", "cut", "second window"];

const SEED = 5;

/** Typing: a word, then a breath. */
const PAUSE = 400;

/**
 * How long something is waited for that comes by itself, in milliseconds. Not a promise to anybody: how long it took is
 * told at the end, and a wait that was for nothing tells what was on the page.
 */
const PATIENCE = 90_000;

/** How many of the last saves of a page are told when a wait was for nothing. */
const SAVES_TOLD = 8;

export async function interrupted(browser) {
  let clinic;
  let notes = [];
  await step(browser, "the demo clinic opens", async () => {
    clinic = await openDemo();
  });
  try {
    await step(browser, `${PAGES} notes are open`, async () => {
      notes = await openNotes(browser, clinic);
    });
    await step(browser, `${PAGES * ROUNDS} interruptions of typing`, async () => {
      const meeting = new Meeting(PAGES, async () => {});
      const restart = new Meeting(PAGES, () => clinic.restart());
      // How the browser names a line that is cut, and a server that is gone: before, while and after it answers, or on a
      // connection that was kept for the next question.
      const gone = ["CONNECTION_REFUSED", "CONNECTION_RESET", "EMPTY_RESPONSE", "SOCKET_NOT_CONNECTED"].map((how) => `ERR_${how}`);
      const allowed = ["ERR_INTERNET_DISCONNECTED", ...gone, "status of 401", "status of 409"];
      const all = () => Promise.all(notes.map((note) => note.live(meeting, restart)));
      await allowed.reduce((work, words) => () => expecting(words, work), all)();
    });
    await step(browser, "what they came to", async () => {
      const went = notes.flatMap((note) => note.went);
      for (const kind of [...KINDS, "server killed"]) {
        const those = went.filter((one) => one.kind === kind);
        const worst = Math.max(0, ...those.map((one) => one.lost));
        const words = those.reduce((sum, one) => sum + one.words, 0);
        const waited = Math.max(0, ...those.map((one) => one.waited));
        console.log(`    ${kind}: ${those.length} times, ${words} words typed, at worst ${(worst / 1_000).toFixed(1)} s of typing lost, saved after ${(waited / 1_000).toFixed(1)} s at the latest`);
        if (those.length < 20) blemish(`${kind} came ${those.length} times only`);
      }
      if (went.length < 200) blemish(`there were ${went.length} interruptions`);
      await look(notes[0].page, "interrupted-and-back");
    });
  } finally {
    await Promise.all(notes.map((note) => note.context.close()));
    await clinic.stop();
  }
}

/** As many sessions of as many courses as there are pages: notes to be written, and additions to notes signed. */
async function openNotes(browser, clinic) {
  const finder = await browser.person(DESK);
  await signIn(finder, clinic);
  const page = await finder.newPage();
  // Where there is a note to be written is read from the pages as they are sent: none of them needs to be drawn for that.
  const read = async (path) => (await finder.request.get(clinic.address + path)).text();
  const waysIn = (html, kind) => [...new Set([...html.matchAll(kind)].map((match) => match[1]))];
  const SESSIONS = /href="(\/courses\/[0-9a-f]{32}\/sessions\/\d+)"/g;
  const formIn = (html) => /<form[^>]* id="(sign|amend)"/.exec(html)?.[1];
  const found = [];
  // Those of today are held first.
  for (const path of waysIn(await read("/"), SESSIONS)) {
    if (!/<form[^>]* id="held"/.test(await read(path))) continue;
    await page.goto(clinic.address + path);
    await send(page, "held", { mode: "in-person" });
    if (formIn(await read(path)) === "sign") found.push({ path, form: "sign" });
  }
  const courses = waysIn(await read("/courses"), /href="(\/courses\/[0-9a-f]{32})[\/"]/g);
  for (const course of courses) {
    const sessions = waysIn(await read(`${course}/sessions`), SESSIONS).filter((path) => path.startsWith(course));
    for (const path of sessions.slice(-3)) {
      if (found.length === PAGES || found.some((one) => one.path === path)) continue;
      const form = formIn(await read(path));
      if (form) found.push({ path, form });
    }
  }
  await finder.close();
  if (found.length < PAGES) throw new Error(`there are ${found.length} sessions to write in`);
  console.log(`    ${found.filter((one) => one.form === "sign").length} notes, ${found.filter((one) => one.form === "amend").length} additions`);
  return Promise.all(found.map(async (one, number) => {
    const context = await browser.person(DESK);
    context.setDefaultTimeout(PATIENCE);
    const note = new Note(clinic, context, one, number);
    await signIn(context, clinic);
    note.page = await note.open();
    return note;
  }));
}

async function signIn(context, clinic) {
  const answer = await context.request.get(clinic.links.therapist, { timeout: 30_000 });
  if (!answer.ok()) throw new Error(`signing in is answered with ${answer.status()}`);
}

/** Where all pages meet; the last to come does something, and then all go on. */
class Meeting {
  #size;
  #work;
  #waiting = [];

  constructor(size, work) {
    this.#size = size;
    this.#work = work;
  }

  come() {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (this.#waiting.length < this.#size) return;
      const all = this.#waiting.splice(0);
      this.#work().then(() => all.forEach((one) => one.resolve()), (error) => all.forEach((one) => one.reject(error)));
    });
  }
}

/** Small numbers from one seed, one after the other. */
class Dice {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  below(most) {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
  }

  between(least, most) {
    return least + this.below(most - least);
  }
}

/** One window: its page, the words typed in it and when, and what the server acknowledged of them. */
class Window {
  typed = [];
  /** Words that an answer said are saved. */
  acknowledged = new Set();
  /** Whether an answer told of another window. */
  isTold = false;
  /** Every save: when it was sent, when it ended and how. */
  saves = [];
  /** How long it was waited until all was saved, in milliseconds. */
  waited = 0;

  constructor(page, form, mark) {
    this.page = page;
    this.form = page.locator(`form#${form}`);
    this.mark = mark;
    const ended = (request, how) => {
      const save = this.saves.find((one) => one.request === request);
      if (save) Object.assign(save, { how, end: Date.now() });
    };
    page.on("request", (request) => {
      if (request.url().endsWith("/drafts")) this.saves.push({ request, at: Date.now(), how: "under way" });
    });
    page.on("requestfailed", (request) => ended(request, request.failure()?.errorText ?? "failed"));
    page.on("response", (response) => {
      ended(response.request(), response.status());
      if (!response.url().endsWith("/drafts")) return;
      if (response.status() === 409) this.isTold = true;
      if (response.status() !== 200) return;
      const text = new URLSearchParams(response.request().postData()).get("text");
      for (const word of this.among(text)) this.acknowledged.add(word);
    });
  }

  among(text) {
    return text.match(new RegExp(`\\b${this.mark}x\\d+\\b`, "g")) ?? [];
  }

  async word() {
    const word = `${this.mark}x${this.typed.length}`;
    await this.page.keyboard.insertText(` ${word}`);
    this.typed.push({ word, at: Date.now() });
  }

  async begin() {
    await this.form.locator('[name="text"]').focus();
    await this.page.keyboard.press("Control+End");
  }

  async type(lasts) {
    const until = Date.now() + lasts;
    while (Date.now() < until) {
      await this.word();
      await this.page.waitForTimeout(PAUSE);
    }
  }

  /** Types until something is so. */
  async typeUntil(what, isSo, most) {
    const until = Date.now() + most;
    while (!(await isSo())) {
      if (Date.now() > until) {
        blemish(`${what} did not come in ${most / 1_000} s\n${await this.told()}`);
        return;
      }
      await this.word();
      await this.page.waitForTimeout(PAUSE);
    }
  }

  /** Waits until all of it is acknowledged. */
  async saved() {
    const began = Date.now();
    while (this.typed.some(({ word }) => !this.acknowledged.has(word))) {
      if (Date.now() > began + PATIENCE) {
        blemish(`what was typed is not saved ${PATIENCE / 1_000} s after the line is back\n${await this.told()}`);
        return;
      }
      await this.page.waitForTimeout(100);
    }
    this.waited = Math.max(this.waited, Date.now() - began);
  }

  /** What is on the page, and what became of its last saves. */
  async told() {
    const now = Date.now();
    const seconds = (at) => `${((now - at) / 1_000).toFixed(1)} s ago`;
    const saves = this.saves.slice(-SAVES_TOLD).map((one) => `save ${seconds(one.at)}: ${one.how}${one.end ? ` ${seconds(one.end)}` : ""}`);
    const open = this.typed.filter(({ word }) => !this.acknowledged.has(word));
    const words = open.length > 0 ? `not acknowledged: ${open[0].word}, typed ${seconds(open[0].at)}, and ${open.length - 1} after it` : "all acknowledged";
    const says = await this.form.locator("[data-saved]").innerText({ timeout: 5_000 }).catch((error) => String(error));
    const sees = await this.page.evaluate(() => `${document.visibilityState}, ${navigator.onLine ? "with" : "without"} a line`).catch((error) => String(error));
    return [this.page.url(), words, `the page is ${sees}, and says: ${says}`, ...saves].join("\n");
  }

  saysUnsaved() {
    return this.form.locator("[data-saved].wrong").count().then((count) => count > 0);
  }

  /** The process of the page ends with no word to the page. */
  async crash() {
    const crashed = this.page.waitForEvent("crash");
    const line = await this.page.context().newCDPSession(this.page);
    line.send("Page.crash").catch(() => {});
    await crashed;
    await this.page.close();
  }

  /** How long one typed, in milliseconds, what does not stand in a text: the typing alone, however slow the machine is. */
  lostOf(text) {
    const back = new Set(this.among(text));
    const gone = this.typed.filter(({ word }) => !back.has(word));
    const acknowledged = gone.filter(({ word }) => this.acknowledged.has(word));
    if (acknowledged.length > 0) blemish(`${this.page.url()}: acknowledged and gone: ${acknowledged.map((one) => one.word).join(" ")}`);
    return gone.length * PAUSE;
  }
}

class Note {
  went = [];

  constructor(clinic, context, { path, form }, number) {
    this.clinic = clinic;
    this.context = context;
    this.path = path;
    this.form = form;
    this.number = number;
    this.dice = new Dice(SEED * 1_000 + number);
  }

  async open() {
    const page = await this.context.newPage();
    await page.goto(this.clinic.address + this.path);
    await unfold(page, this.form);
    return page;
  }

  async live(meeting, restart) {
    for (let round = 0; round < ROUNDS; round += 1) {
      const kind = round >= RESTARTS_FROM ? "server killed" : KINDS[this.dice.below(KINDS.length)];
      const window = new Window(this.page, this.form, `n${this.number}r${round}`);
      if (kind === "server killed") await meeting.come();
      await window.begin();
      await window.type(this.dice.between(300, 6_500));
      const windows = await this.interrupt(kind, window, restart);
      const isLeft = ["killed", "second window"].includes(kind);
      if (isLeft) {
        await Promise.all(windows.map((one) => one.crash()));
        this.page = await this.open();
      }
      const back = isLeft ? await this.shown() : await this.elsewhere();
      const lost = Math.max(...windows.map((one) => one.lostOf(back)));
      if (lost > LOST_MOST) blemish(`${this.path}, ${kind}: ${lost} ms of typing are lost`);
      const words = windows.reduce((sum, one) => sum + one.typed.length, 0);
      const waited = Math.max(...windows.map((one) => one.waited));
      this.went.push({ kind, lost, words, waited });
    }
  }

  /** What the page shows of the text, and of what stands beside it. */
  async shown() {
    const text = await this.page.locator(`form#${this.form} [name="text"]`).inputValue();
    const beside = await this.page.locator(`form#${this.form} .beside`).allTextContents();
    return [text, ...beside].join(" ");
  }

  /** The same in a window that would be opened now; the one here goes on. */
  elsewhere() {
    return this.page.evaluate(async ([path, form]) => {
      const answer = await fetch(path);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(`form#${form}`);
      return [page.querySelector('[name="text"]').value, ...[...page.querySelectorAll(".beside")].map((one) => one.textContent)].join(" ");
    }, [this.path, this.form]);
  }

  /** The windows that were open at the end of it. */
  async interrupt(kind, window, restart) {
    // Nobody types in a window that is not in front, and the timers of one rest.
    await window.page.bringToFront();
    switch (kind) {
      case "signed out":
        await this.signOut();
        if (this.dice.below(2) === 0) await this.page.keyboard.press("Control+s");
        await window.typeUntil("the word that it is not saved", () => window.saysUnsaved(), PATIENCE);
        await signIn(this.context, this.clinic);
        await window.type(this.dice.between(300, 2_000));
        await window.saved();
        return [window];
      case "cut": {
        await this.context.setOffline(true);
        // One in four is long enough for the page to notice by itself.
        const lasts = this.dice.below(4) === 0 ? this.dice.between(6_600, 7_500) : this.dice.between(500, 3_500);
        await window.type(lasts);
        if (lasts > 6_500) await window.typeUntil("the word that the line is cut", () => window.saysUnsaved(), PATIENCE);
        await this.context.setOffline(false);
        await window.saved();
        return [window];
      }
      case "server killed": {
        let isBack = false;
        const met = restart.come().then(() => { isBack = true; });
        await window.typeUntil("the server", () => isBack, PATIENCE);
        await met;
        await window.type(this.dice.between(300, 2_000));
        await window.saved();
        return [window];
      }
      case "second window":
        return this.second(window);
      default:
        return [window];
    }
  }

  /** The session ends on the server; the browser does not know. */
  async signOut() {
    const cookies = await this.context.cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const answer = await fetch(`${this.clinic.address}/sign-out`, {
      method: "POST",
      redirect: "manual",
      headers: { cookie, "sec-fetch-site": "same-origin", origin: this.clinic.address, "content-type": "application/x-www-form-urlencoded" },
      body: "form=sign-out",
    });
    if (answer.status >= 400) blemish(`signing out is answered with ${answer.status}`);
  }

  /** Another window opens the same text, and both are typed in, by turns. */
  async second(window) {
    const other = new Window(await this.open(), this.form, `${window.mark}b`);
    await other.begin();
    const turns = this.dice.between(2, 5);
    for (let turn = 0; turn < turns; turn += 1) {
      const one = turn % 2 === 0 ? other : window;
      await one.page.bringToFront();
      await one.type(this.dice.between(400, 1_800));
    }
    if (this.dice.below(2) === 0) {
      await Promise.all([window.saved(), other.saved()]);
      if (window.typed.length > 0 && !window.isTold && !other.isTold) blemish(`${this.path}: two windows were saved, and neither was told of the other`);
    }
    for (const [one, its] of [[window, other], [other, window]]) {
      if (!one.isTold) continue;
      const shown = (await one.form.locator(".theirs:not(.beside)").allInnerTexts()).join(" ");
      if (its.among(shown).length === 0 && its.acknowledged.size > 0) blemish(`${this.path}: a window that was told of the other does not show its words`);
    }
    return [window, other];
  }
}
