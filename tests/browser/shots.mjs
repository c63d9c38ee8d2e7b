// Looking at a page on a phone and at a desk, by day and by night: a picture of each, and what is wrong with it.
import { join } from "node:path";
import { violations } from "./axe.mjs";
import { looked } from "./routes.mjs";
import { PICTURES, blemish, part } from "./steps.mjs";

const LOOKS = [
  { width: 1440, scheme: "light" },
  { width: 1440, scheme: "dark" },
  { width: 360, scheme: "dark" },
  { width: 360, scheme: "light" },
];

/** A longer page, such as a year's audit, is pictured so far. */
const TALLEST = 5_000;

/** Looks at the page: a blemish when it lacks a word, is wider than the screen, or axe finds something. */
export async function look(page, name) {
  const prefix = numbered(name);
  looked(page.url());
  const before = page.viewportSize();
  const wrong = await unsaid(page);
  for (const { width, scheme } of LOOKS) {
    await page.setViewportSize({ width, height: width === 360 ? 740 : 1000 });
    await page.emulateMedia({ colorScheme: scheme });
    const { across, down } = await page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.scrollingElement;
      return { across: scrollWidth, down: scrollHeight };
    });
    await page.screenshot({
      path: join(PICTURES, `${prefix}-${width}-${scheme}.png`),
      fullPage: true,
      clip: { x: 0, y: 0, width, height: Math.min(down, TALLEST) },
      animations: "disabled",
      caret: "initial",
    });
    if (across > width) wrong.push(`${width} ${scheme}: ${across} px wide: ${(await widest(page, width)).join(", ")}`);
    const found = await violations(page, { colours: scheme === "dark" });
    for (const line of found) wrong.push(`${width} ${scheme}: ${line}`);
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(before);
  if (wrong.length > 0) blemish(`${prefix} (${page.url()}):\n  ${[...new Set(wrong)].join("\n  ")}`);
}

/** A picture of the page as it is printed; a blemish when it needs more than `most` sheets of A4 or of Letter. */
export async function print(page, name, most) {
  const before = page.viewportSize();
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  await page.setViewportSize({ width: 720, height: 1000 });
  const path = join(PICTURES, `${numbered(name)}-print.png`);
  await page.screenshot({ path, fullPage: true, caret: "initial" });
  await page.setViewportSize(before);
  await page.emulateMedia({ media: null, colorScheme: null });
  for (const format of ["A4", "Letter"]) {
    const pdf = await page.pdf({ format });
    const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
    if (sheets > most) blemish(`${name} prints on ${sheets} sheets of ${format}, more than ${most}`);
  }
}

/** The name of a picture with its number in the part. */
function numbered(name) {
  const running = part();
  running.number += 1;
  return `${String(running.number).padStart(2, "0")}-${name}`;
}

/** Keys of messages that have no words: they stand on the page between ⟨ and ⟩. */
async function unsaid(page) {
  const html = await page.content();
  const keys = new Set([...html.matchAll(/⟨[^⟩]*⟩/g)].map((match) => match[0]));
  return keys.size === 0 ? [] : [`without words: ${[...keys].join(" ")}`];
}

/** What reaches over the edge. */
function widest(page, width) {
  return page.evaluate((most) => {
    const over = [...document.querySelectorAll("main *, header *, footer *")].filter((element) => {
      const scrolls = element.closest(".wide, .tabs");
      return !scrolls && element.getBoundingClientRect().right > most + 1;
    });
    return over.slice(0, 4).map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`);
  }, width);
}
