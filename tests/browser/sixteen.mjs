// A whole course of sixteen sessions: every technique, every area's page, the chain from a talk to a plan, what the
// client does between sessions, half way, the ending and what comes after. It runs alone, on a clinic of its own.
import { DESK, PHONE } from "./browser.mjs";
import { open } from "./clinic.mjs";
import { send } from "./forms.mjs";
import { daysAgo, sure } from "./journey.mjs";
import { hold as holdOn } from "./journey-middle.mjs";
import { ending } from "./sixteen-ending.mjs";
import { middle } from "./sixteen-middle.mjs";
import { opening } from "./sixteen-opening.mjs";
import { step } from "./steps.mjs";

const PASSPHRASES = { founder: "nine grey geese over the weir", maya: "a kettle on the second shelf", ruth: "the long way round the park", noor: "two chairs beside the window" };

/** The sessions of the course. */
export const SESSIONS = 16;

/** The day of a session: weekly, the last today. */
export function dayOf(number) {
  return daysAgo((SESSIONS - number) * 7);
}

/** Runs the whole course. */
export async function sixteen(browser) {
  const clinic = await open();
  const at = (path) => clinic.address + path;
  const scene = { browser, clinic, at, techniques: new Set(), desk: await browser.person(DESK), phone: await browser.person(PHONE), over: await browser.person(DESK) };
  try {
    await people(scene);
    await opening(scene);
    await middle(scene);
    await ending(scene);
  } finally {
    for (const one of [scene.desk, scene.phone, scene.over]) await one.close();
    await clinic.stop();
  }
}

/** The clinic, a therapist with her supervisor, and a client with her course. */
async function people(scene) {
  const { browser, at } = scene;
  await step(browser, "a clinic, a therapist, her supervisor, and a course of sixteen sessions", async () => {
    const office = await browser.person(DESK);
    const page = await office.newPage();
    await page.goto(at("/"));
    await send(page, "first", { "service-name": "Weir Street Clinic", name: "Ines Okafor", login: "ines", passphrase: PASSPHRASES.founder });
    scene.page = await hire(page, scene, scene.desk, "Maya Lind", "therapist", "maya");
    scene.supervisor = await hire(page, scene, scene.over, "Ruth Amadi", "supervisor", "ruth");
    await page.goto(at("/office"));
    await page.locator('main a[href^="/office/staff/"]', { hasText: "Ruth Amadi" }).click();
    const maya = page.locator("form#staff label.choice", { hasText: "Maya Lind" }).locator("input");
    await send(page, "staff", { supervises: await maya.getAttribute("value") });
    await office.close();

    await scene.page.goto(at("/courses/new"));
    await send(scene.page, "new", { name: "Noor Haddad", called: "Noor", contact: "07700 900456", protocol: "ipt-16", reason: "My sister and I only speak about Father, and it always ends badly. I gave up my work for this." });
    scene.course = /\/courses\/[0-9a-f]{32}/.exec(scene.page.url())[0];
  });
  await step(browser, "the client takes up her invitation on her phone", async () => {
    const { page } = scene;
    await page.goto(at(`${scene.course}/opening`));
    await send(page, "consent-treatment", { given: "yes", note: "Signed on paper." });
    await send(page, "consent-portal", { given: "yes" });
    await page.goto(at(`${scene.course}/client`));
    await send(page, "invite");
    scene.mobile = await takeUp(page, scene.phone, "noor");
    sure(scene.mobile.url() === at("/home"), `an invited client comes to ${scene.mobile.url()}`);
  });
}

async function hire(page, scene, context, name, role, login) {
  await page.goto(scene.at("/office"));
  await send(page, "staff", { name, roles: [role] });
  return takeUp(page, context, login);
}

async function takeUp(page, context, login) {
  const invitation = /http:\S+\/invite\/\w+/.exec(await page.locator("main").innerText())?.[0];
  sure(invitation, "the page has no link of invitation");
  const own = await context.newPage();
  await own.goto(invitation);
  await send(own, "invite", { login, passphrase: PASSPHRASES[login] });
  return own;
}

/** As the other journey holds a session, on the day of this one. */
export function hold(scene, number) {
  return holdOn(scene, number, dayOf(number));
}

/** Signs the note that the page shows, and remembers its techniques. Before a focus is agreed a session is the opening's. */
export async function sign(scene, fields) {
  for (const one of fields.techniques) scene.techniques.add(one);
  const hasFocus = await scene.page.locator('form#sign [name="worked"][value="focus"]').count();
  await send(scene.page, "sign", { worked: hasFocus ? "focus" : "opening", ...fields });
}

/** Someone of the map, as choices of forms name them. */
export async function personNamed(page, form, name) {
  const option = page.locator(`form#${form} [name="person"] option`, { hasText: name }).first();
  return option.getAttribute("value");
}
