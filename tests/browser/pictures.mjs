// The pictures of the README, from the demo clinic: `node tests/browser/pictures.mjs`, after `npm ci` in this folder.
// They go to docs/pictures; the environment is that of run.mjs.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "./browser.mjs";
import { openDemo } from "./clinic.mjs";
import { send } from "./forms.mjs";
import { courseIn, hrefOf } from "./pages.mjs";
import { run, step } from "./steps.mjs";

const FOLDER = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
const DESK = { viewport: { width: 1280, height: 860 } };
const PHONE = { viewport: { width: 390, height: 800 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

await mkdir(FOLDER, { recursive: true });
const browser = await launch();
const clinic = await openDemo();
let isWell = false;
try {
  ({ isWell } = await run("pictures", 0, async () => {
    await step(browser, "the therapist's", therapist);
    await step(browser, "the client's", client);
    await step(browser, "the front door", front);
  }));
} finally {
  await browser.close();
  await clinic.stop();
}
process.exit(isWell ? 0 : 1);

async function therapist() {
  const desk = await enter("therapist", DESK);
  await desk.open("/");
  await desk.take("today");
  const course = await courseIn(desk.page, desk.open, "middle");
  await desk.open(course);
  await desk.take("course");
  await desk.open(`${course}/people`);
  await desk.take("people", { height: 1180 });
  await cockpit(desk, course);
  await desk.open(`${await courseIn(desk.page, desk.open, "ending")}/ending`);
  await desk.take("ending", { height: 1000 });
}

/** The next session, held today, with a note just begun. */
async function cockpit(desk, course) {
  const { page } = desk;
  await desk.open(course);
  await desk.open(await hrefOf(page, `main a.button[href^="${course}/sessions/"]`));
  await send(page, "held", { mode: "in-person" });
  const text = page.locator('form#sign [name="text"]');
  await text.fill("A better week until Friday, when the letter came. We went through the evening turn by turn: who said what, and what was meant.");
  await text.blur();
  await page.locator("form#sign [data-saved]", { hasText: /\d/ }).waitFor();
  await desk.take("cockpit", { height: 1000 });
}

async function client() {
  const phone = await enter("client", PHONE);
  await phone.open("/home/check-in");
  const measure = await hrefOf(phone.page, 'main a[href^="/home/check-in/"]');
  if (!measure) throw new Error("nothing is due for the client of the demo clinic");
  await phone.open(measure);
  await phone.take("check-in");
}

async function front() {
  const guest = await enter("front", DESK);
  await guest.open("/welcome");
  await guest.take("guide");
}

/** A page of somebody who entered: `open` goes to an address, `take` takes its picture. */
async function enter(role, screen) {
  const person = await browser.person(screen);
  const page = await person.newPage();
  await page.goto(clinic.links[role]);
  return {
    page,
    open: (path) => page.goto(clinic.address + path),
    take: async (name, { height = screen.viewport.height } = {}) => {
      await page.setViewportSize({ ...screen.viewport, height });
      await page.evaluate(() => window.scrollTo(0, 0));
      await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: "disabled" });
      await page.setViewportSize(screen.viewport);
    },
  };
}
