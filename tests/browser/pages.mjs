// Every kind of page of every role, in the demo clinic: on a phone and at a desk, by day and by night, on paper.
import { DESK, PHONE } from "./browser.mjs";
import { openDemo } from "./clinic.mjs";
import { send } from "./forms.mjs";
import { routeOf } from "./routes.mjs";
import { look, print } from "./shots.mjs";
import { blemish, expecting, part, step } from "./steps.mjs";

/** The tabs of a course, and what is behind them without an id of its own. */
const OF_A_COURSE = [
  "", "/prepare", "/opening", "/people", "/people/then", "/people/file", "/timeline", "/focus", "/decision", "/formulation", "/contract", "/sessions", "/plans",
  "/measures", "/measures/phq-9/enter", "/midpoint", "/ending", "/history", "/client",
];

/** Looks at everything. */
export async function pages(browser) {
  let clinic;
  await step(browser, "the demo clinic opens", async () => {
    clinic = await openDemo();
  });
  try {
    const { links } = clinic;
    await step(browser, "anybody's pages", () => front(browser, clinic));
    await step(browser, "the therapist's day", () => as(browser, links.therapist, DESK, day));
    await step(browser, "a course in its middle, page by page", () => as(browser, links.therapist, DESK, middle));
    await step(browser, "a course in each other phase", () => as(browser, links.therapist, DESK, otherPhases));
    await step(browser, "the client's pages", () => as(browser, links.client, PHONE, client));
    await step(browser, "the supervisor's pages", () => as(browser, links.supervisor, DESK, supervisor));
    await step(browser, "the manager's pages", () => as(browser, links.manager, DESK, manager));
    await step(browser, "the administrator's pages", () => as(browser, links.administrator, DESK, administrator));
    await step(browser, "every other page that a link leads to", async () => {
      for (const role of ["therapist", "client", "supervisor", "administrator"]) await as(browser, links[role], DESK, followed(role));
    });
    await step(browser, "what is printed", () => as(browser, links.therapist, DESK, printed));
    await step(browser, "the client shares as much as Prepare shows", () => as(browser, links.client, PHONE, sharing));
    await step(browser, "a full Prepare is still one sheet", () => as(browser, links.therapist, DESK, fullPrepare));
  } finally {
    await clinic.stop();
  }
}

/** Enters as somebody; `visit` gets a page and a way to open and look at an address: `see(path, name)`. */
async function as(browser, link, screen, visit) {
  const person = await browser.person(screen);
  try {
    const page = await person.newPage();
    const home = new URL(link).origin;
    const open = async (path) => {
      const answer = await page.goto(new URL(path, home).href);
      if (answer.status() !== 200) blemish(`${path} was answered with ${answer.status()}`);
    };
    const see = async (path, name) => {
      await open(path);
      await look(page, name);
    };
    await page.goto(link);
    await visit({ page, open, see });
  } finally {
    await person.close();
  }
}

async function front(browser, clinic) {
  await as(browser, clinic.links.front, PHONE, async ({ page, see }) => {
    await see("/welcome", "guide");
    await see("/ask", "ask");
    await see("/ask/sent", "ask-sent");
    await see("/sign-in", "sign-in");
    await expecting("status of 404", () => page.goto(`${clinic.address}/no-such-page`));
    await look(page, "not-found");
  });
}

async function day({ page, see }) {
  await see("/", "today");
  await see("/courses", "caseload");
  await see("/courses?show=all&q=zzz", "caseload-nothing-found");
  await see("/waiting", "waiting");
  const request = await hrefOf(page, 'main a[href^="/waiting/"]');
  if (request) await see(request, "request");
  await see("/courses/new", "new-course");
  await see("/licences", "licences");
  await see("/me", "account");
}

async function middle({ page, open, see }) {
  const course = await courseIn(page, open, "middle");
  for (const rest of OF_A_COURSE) await see(course + rest, `course${rest.replaceAll("/", "-")}`);
  await open(`${course}/people`);
  await see(await hrefOf(page, 'main ul.list a[href*="/people/"]'), "person");
  await open(`${course}/measures`);
  await see(await hrefOf(page, 'main svg a[href*="/measures/results/"]'), "answers");
  await open(`${course}/sessions`);
  const sessions = await page.locator('main ul.list a[href*="/sessions/"]').evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  await see(sessions.at(0), "session-newest");
  await see(sessions.at(-1), "session-first");
  await open("/");
  const flag = await hrefOf(page, '.card-alert a[href*="/flags/"]');
  if (flag) await see(flag, "flag");
  // The session of today, held, with its note still to be written.
  await open(course);
  await open(await hrefOf(page, `main a.button[href^="${course}/sessions/"]`));
  await send(page, "held", { mode: "in-person" });
  await look(page, "note");
}

async function otherPhases({ page, open, see }) {
  for (const phase of ["opening", "ending", "closed"]) {
    const course = await courseIn(page, open, phase);
    await see(course, `${phase}-course`);
    await see(`${course}/${phase === "opening" ? "opening" : "ending"}`, `${phase}-page`);
    await see(`${course}/people`, `${phase}-people`);
    if (phase !== "opening") await see(`${course}/ending/after`, `${phase}-after`);
  }
}

async function client({ page, see }) {
  await see("/home", "home");
  await see("/home/check-in", "check-in");
  const measure = await hrefOf(page, 'main a[href^="/home/check-in/"]');
  if (measure) {
    await see(`${measure}?q=0`, "question");
    await see(`${measure}/all`, "questions-all");
  }
  await see("/home/week", "week");
  await see("/home/prepare", "prepare-conversation");
  await see("/home/letters", "letters");
  await see("/home/trying", "trying");
  await see("/home/people", "home-people");
  const told = await hrefOf(page, 'main a[href^="/home/people/"]');
  await see(told, "home-person");
  await see(`${told}?ask=going-wrong`, "home-person-going-wrong");
  await see("/home/ending", "home-ending");
  await see("/home/plan", "plan");
  await see("/home/looks", "looks");
  await see("/home/help-now", "help-now");
  await see("/home/thanks", "thanks");
  await see("/me", "home-account");
}

async function supervisor({ page, see }) {
  await see("/supervision", "supervision");
  // A row may lead to a page inside the course.
  const course = (await hrefOf(page, 'main a[href^="/courses/"]')).match(/^\/courses\/[0-9a-f]{32}/)[0];
  for (const rest of ["", "/people", "/focus", "/ending"]) await see(course + rest, `supervised${rest.replace("/", "-")}`);
}

async function manager({ see }) {
  await see("/service", "service");
  await see("/audit", "audit");
}

async function administrator({ page, see }) {
  await see("/office", "office");
  await see(await hrefOf(page, 'main a[href^="/office/staff/"]'), "staff");
  await see("/office/service", "office-service");
}

/** So many pages of one route are opened for the links they have. */
const OPENED_OF_ROUTE = 2;

/** Follows links from where the role enters, and looks at one page of each route that was not looked at before. */
function followed(role) {
  return async ({ page, see, open }) => {
    const opened = {};
    const met = new Set([page.url()]);
    for (const address of met) {
      const route = routeOf(address);
      opened[route] = (opened[route] ?? 0) + 1;
      if (route === undefined || opened[route] > OPENED_OF_ROUTE) continue;
      if (part().looked.has(route)) await open(address);
      else await see(address, `${role}${new URL(address).pathname.replaceAll("/", "-").replace(/[0-9a-f]{32}/g, "x")}`);
      const links = await page.locator("a[href]").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
      for (const to of links.map((link) => new URL(link, page.url()))) {
        if (to.origin === new URL(address).origin) met.add(to.origin + to.pathname + to.search);
      }
    }
  };
}

async function printed({ page, open }) {
  const middle = await courseIn(page, open, "middle");
  const closed = await courseIn(page, open, "closed");
  for (const [path, name, most] of [
    [`${middle}/contract`, "contract", 1],
    [middle, "course", 3],
    [`${middle}/prepare`, "prepare", 1],
    [`${middle}/people`, "people", 2],
    [`${middle}/measures`, "measures", 4],
    [`${closed}/ending`, "ending", 3],
    [`${closed}/ending/sheet`, "ending-sheet", 1],
  ]) {
    await open(path);
    await print(page, name, most);
  }
}

const SHARED = "We spoke about the move again, and I could not say what I wanted. ";

async function sharing({ page, open }) {
  for (let entry = 0; entry < 8; entry += 1) {
    await open("/home/week");
    await send(page, "diary", { mood: "3", happening: "argued", words: SHARED.repeat(5) + entry, reader: "both" });
  }
}

async function fullPrepare({ page, open }) {
  await open("/courses?show=all");
  const courses = await page.locator("table.rows tbody tr a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const course of new Set(courses)) {
    await open(course);
    if (await page.locator(`a[href="${course}/prepare"]`).count() === 0) continue;
    await open(`${course}/prepare`);
    if (!(await page.locator("main").innerText()).includes(SHARED.trim())) continue;
    for (let plan = 0; plan < 5; plan += 1) {
      await open(`${course}/plans`);
      await send(page, "plan", { what: `Say in one sentence what I need this week, ${plan}`, when: "Saturday after lunch, from the kitchen", "opening-words": "I would like us to talk about the rent." });
    }
    await open(`${course}/prepare`);
    await print(page, "prepare-full", 1);
    return;
  }
  throw new Error("no course has what the client shared");
}

/** A course in this phase, the one with most sessions behind it. */
export async function courseIn(page, open, phase) {
  await open(`/courses?show=${phase}`);
  const lines = await page.locator("table.rows tbody tr").evaluateAll((rows) =>
    rows.map((row) => ({ href: row.querySelector("a").getAttribute("href"), used: Number(/\d+/.exec(row.cells[1].innerText)?.[0] ?? 0) })),
  );
  if (lines.length === 0) throw new Error(`the demo clinic has no course for its therapist in the phase ${phase}`);
  return lines.sort((a, b) => b.used - a.used)[0].href;
}

/** Where the first link of that kind leads; nothing when there is none. */
export async function hrefOf(page, selector) {
  const link = page.locator(selector).first();
  return (await link.count()) > 0 ? link.getAttribute("href") : null;
}
