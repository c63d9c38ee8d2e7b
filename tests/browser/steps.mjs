// The runner: steps in order, each with a tick and its time. A step that throws ends the run; blemishes of pages,
// such as a missing word or a complaint of axe, are collected, told with the step, and fail the run at its end.
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** Where pictures go. */
export const PICTURES = process.env.CLOSENESS_SCREENSHOTS ?? "screenshots";

/** A step that failed and was reported. */
export class Failed extends Error {}

let fresh = [];
let told = 0;

/** Notes something that is wrong with a page and does not keep the run from going on. */
export function blemish(text) {
  if (!fresh.includes(text)) fresh.push(text);
}

/** How many blemishes were told so far. */
export function blemishes() {
  return told;
}

/** Empties the folder of pictures of earlier runs, so that what is there is of this one. */
export async function clearPictures() {
  await mkdir(PICTURES, { recursive: true });
  for (const file of await readdir(PICTURES)) {
    if (/^(\d+-.*-(360-light|360-dark|1440-light|1440-dark|print)|failed-\d+)\.png$/.test(file)) {
      await rm(join(PICTURES, file));
    }
  }
}

/** Runs one step; `browser` is shown as it stands when the step fails. */
export async function step(browser, name, work) {
  const began = Date.now();
  const took = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;
  let error = null;
  try {
    await work();
  } catch (thrown) {
    error = thrown;
  }
  const blemished = fresh.splice(0);
  told += blemished.length;
  console.log(`  ${error || blemished.length > 0 ? "✗" : "✓"} ${name} (${took()})`);
  for (const text of blemished) console.log(`      ${text.replaceAll("\n", "\n      ")}`);
  if (error) {
    console.log(`\n${error.stack ?? error}`);
    await show(browser);
    throw new Failed(name);
  }
}

/** For the report: a picture of every open page, its address and its text. */
async function show(browser) {
  for (const [index, page] of browser.pages().entries()) {
    const file = join(PICTURES, `failed-${index + 1}.png`);
    await page.screenshot({ path: file, fullPage: true, timeout: 5_000 }).catch(() => {});
    const text = await page.evaluate(() => document.body?.innerText ?? "").catch(() => "");
    console.log(`\n── ${page.url()} (${file})\n${text.split("\n").map((line) => `   ${line}`).join("\n")}`);
  }
}
