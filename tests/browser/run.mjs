// The browser tests: `node tests/browser/run.mjs [journey] [pages]`, after `npm ci` in this folder.
//
// CLOSENESS_BIN          the program to be tested
// CLOSENESS_CHROMIUM     the browser; /usr/bin/chromium when not set
// CLOSENESS_SCREENSHOTS  the folder of the pictures; ./screenshots when not set
import { launch } from "./browser.mjs";
import { journey } from "./journey.mjs";
import { pages } from "./pages.mjs";
import { Failed, blemishes, clearPictures } from "./steps.mjs";

const parts = { journey, pages };
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`there is no ${unknown.join(", ")}; there are ${Object.keys(parts).join(", ")}`);
  process.exit(2);
}

const began = Date.now();
const browser = await launch();
let failed = "";
try {
  await clearPictures();
  for (const name of asked.length > 0 ? asked : Object.keys(parts)) {
    console.log(name);
    await parts[name](browser);
  }
} catch (error) {
  if (!(error instanceof Failed)) throw error;
  failed = error.message;
} finally {
  await browser.close();
}
const took = `${((Date.now() - began) / 1000).toFixed(0)} s`;
if (failed || blemishes() > 0) {
  console.error(`failed after ${took}${failed ? ` at: ${failed}` : ""}; ${blemishes()} blemishes`);
  process.exit(1);
}
console.log(`all well after ${took}`);
