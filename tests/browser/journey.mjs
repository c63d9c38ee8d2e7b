// A course from the first day of a clinic to the goodbye, as the people in it click and type it.
import { DESK, PHONE } from "./browser.mjs";
import { open } from "./clinic.mjs";
import { ending } from "./journey-ending.mjs";
import { middle } from "./journey-middle.mjs";
import { opening } from "./journey-opening.mjs";
import { start } from "./journey-start.mjs";

/** Passphrases of the people of the journey. */
export const PASSPHRASES = {
  founder: "seven paper boats at dusk",
  therapist: "a lamp beside the kitchen door",
  client: "wet gravel after the long rain",
};

/** Runs the whole journey. */
export async function journey(browser) {
  const clinic = await open();
  const at = (path) => clinic.address + path;
  // What the parts hand on: who sits where, and where the course is.
  const scene = { browser, clinic, at, desk: await browser.person(DESK), phone: await browser.person(PHONE) };
  try {
    await start(scene);
    await opening(scene);
    await middle(scene);
    await ending(scene);
  } finally {
    await scene.desk.close();
    await scene.phone.close();
    await clinic.stop();
  }
}

/** A day so many days before today where the clinic is, as date fields have it. */
export function daysAgo(days) {
  const at = new Date(Date.now() - days * 86_400_000);
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London" }).format(at);
}

/** Fails unless it is so. */
export function sure(isSo, otherwise) {
  if (!isSo) throw new Error(otherwise);
}

/** Fails unless the page says it. */
export async function says(page, words) {
  const text = await page.locator("body").innerText();
  sure(text.includes(words), `the page ${page.url()} does not say “${words}”`);
}
