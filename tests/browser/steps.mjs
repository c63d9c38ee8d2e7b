// The runner: parts side by side, each with its steps in order, each step with a tick and its time. A step that
// throws ends its part; blemishes of pages, such as a missing word or a complaint of axe, are collected, told with
// the step, and fail the run at its end.
import { AsyncLocalStorage } from "node:async_hooks";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** Where pictures go. */
export const PICTURES = process.env.CLOSENESS_SCREENSHOTS ?? "screenshots";

/** A step that failed and was reported. */
class Failed extends Error {}

const here = new AsyncLocalStorage();

/**
 * The part that is running: its name, what its pages may complain about, its blemishes not told yet and how many
 * were, the number of its last picture, and the routes of the pages it looked at.
 */
export function part() {
  return here.getStore();
}

/** Runs a part whose pictures are numbered after `number`; whether all went well, and which pages it looked at. */
export async function run(name, number, work) {
  const running = { name, number, expected: [], blemishes: [], told: 0, looked: new Set() };
  try {
    await here.run(running, work);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return { isWell: false, looked: running.looked };
  }
  return { isWell: running.told === 0, looked: running.looked };
}

/** Notes something that is wrong with a page and does not keep the part from going on. */
export function blemish(text, of = part()) {
  if (!of.blemishes.includes(text)) of.blemishes.push(text);
}

/** Does something during which pages may complain in these words. */
export async function expecting(words, work) {
  const { expected } = part();
  expected.push(words);
  try {
    return await work();
  } finally {
    expected.splice(expected.indexOf(words), 1);
  }
}

/** Runs one step; `browser` is shown as it stands when the step fails. */
export async function step(browser, name, work) {
  const running = part();
  const began = Date.now();
  let error = null;
  try {
    await work();
  } catch (thrown) {
    error = thrown;
  }
  const blemishes = running.blemishes.splice(0);
  running.told += blemishes.length;
  const took = ((Date.now() - began) / 1000).toFixed(1);
  console.log(`${error || blemishes.length > 0 ? "✗" : "✓"} ${running.name}: ${name} (${took} s)`);
  for (const text of blemishes) console.log(`    ${text.replaceAll("\n", "\n    ")}`);
  if (error) {
    console.log(`\n${error.stack ?? error}`);
    await show(browser, running.name);
    throw new Failed(name);
  }
}

/** Empties the folder of pictures of earlier runs, so that what is there is of this one. */
export async function clearPictures() {
  await mkdir(PICTURES, { recursive: true });
  for (const file of await readdir(PICTURES)) {
    if (/^(\d+-.*-(360-light|360-dark|1440-light|1440-dark|print)|failed-.*)\.png$/.test(file)) {
      await rm(join(PICTURES, file));
    }
  }
}

/** For the report: a picture of every open page of the part, its address and its text. */
async function show(browser, name) {
  for (const [index, page] of browser.pagesOf(name).entries()) {
    const file = join(PICTURES, `failed-${name}-${index + 1}.png`);
    await page.screenshot({ path: file, fullPage: true, timeout: 5_000 }).catch(() => {});
    const text = await page.evaluate(() => document.body?.innerText ?? "").catch(() => "");
    console.log(`\n── ${page.url()} (${file})\n${text.split("\n").map((line) => `   ${line}`).join("\n")}`);
  }
}
