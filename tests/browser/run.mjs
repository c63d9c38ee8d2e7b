// The browser tests: `node tests/browser/run.mjs [journey] [sixteen] [pages] [map] [lost] [handouts] [killed] [interrupted]`,
// after `npm ci` in this folder. Without names all of them: side by side, and `interrupted`, which counts seconds, after the
// others.
//
// CLOSENESS_BIN          the program to be tested
// CLOSENESS_CHROMIUM     the browser; /usr/bin/chromium when not set
// CLOSENESS_SCREENSHOTS  the folder of the pictures; ./screenshots when not set
import { launch } from "./browser.mjs";
import { handouts } from "./handouts.mjs";
import { interrupted } from "./interrupted.mjs";
import { journey } from "./journey.mjs";
import { killed } from "./killed.mjs";
import { lostLine } from "./lost-line.mjs";
import { map } from "./map.mjs";
import { pages } from "./pages.mjs";
import { neverLooked } from "./routes.mjs";
import { sixteen } from "./sixteen.mjs";
import { clearPictures, run } from "./steps.mjs";

/** Each part with the number before its first picture. */
const PARTS = {
  journey: { work: journey, number: 0 },
  pages: { work: pages, number: 100 },
  map: { work: map, number: 300 },
  lost: { work: lostLine, number: 400 },
  handouts: { work: handouts, number: 450 },
  sixteen: { work: sixteen, number: 500 },
  killed: { work: killed, number: 700 },
  // Many pages that count seconds: with nothing beside it.
  interrupted: { work: interrupted, number: 750, isAlone: true },
};

const asked = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(PARTS);
const unknown = asked.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`there is no ${unknown.join(", ")}; there are ${Object.keys(PARTS).join(", ")}`);
  process.exit(2);
}

const began = Date.now();
await clearPictures();
const browser = await launch();
let went = [];
try {
  const carryOut = (name) => run(name, PARTS[name].number, () => PARTS[name].work(browser));
  went = await Promise.all(asked.filter((name) => !PARTS[name].isAlone).map(carryOut));
  for (const name of asked.filter((one) => PARTS[one].isAlone)) went.push(await carryOut(name));
} finally {
  await browser.close();
}
let isWell = went.every((part) => part.isWell);
// All parts together look at every page that the program has.
const missed = asked.length === Object.keys(PARTS).length ? neverLooked(went) : [];
if (missed.length > 0) {
  console.log(`✗ nobody looked at ${missed.join(", ")}`);
  isWell = false;
}
console.log(`${isWell ? "all well" : "failed"} after ${((Date.now() - began) / 1000).toFixed(0)} s`);
process.exit(isWell ? 0 : 1);
