// The opening: history, diagnosis, timeline, people, evidence, decision, focus, formulation, goals, contract.
import { optionOf, send, unfold } from "./forms.mjs";
import { daysAgo, says, sure } from "./journey.mjs";
import { look } from "./shots.mjs";
import { blemish, expecting, step } from "./steps.mjs";

/** The client's focus, as she says it. */
export const FOCUS = "My sister and I cannot talk about the money any more.";

const PEOPLE = [
  { name: "Ana", tie: "sibling", ring: "close" },
  { name: "Tomas", tie: "partner", ring: "inner" },
  { name: "Mother", tie: "parent", ring: "close" },
  { name: "Father", tie: "parent", status: "died", ring: "inner" },
  { name: "Bea", tie: "friend", ring: "less-close" },
  { name: "Kofi", tie: "colleague", ring: "outer" },
  { name: "Lena", tie: "neighbour" },
  { name: "Jonas", tie: "friend" },
];

export async function opening(scene) {
  const { browser, at, page } = scene;
  const go = (rest) => page.goto(at(scene.course + rest));

  await step(browser, "history, diagnosis, tasks and consent are written", async () => {
    await go("/opening");
    await send(page, "history-symptoms", { history: "Low mood since the spring, wakes at four, no appetite.\nNo pleasure in the garden." });
    await send(page, "history-episodes", { history: "One before, at university, after moving away." });
    await send(page, "diagnosis", { diagnosis: "Depressive episode, moderate", code: "6A70.1", "plain-words": "You have depression. It is an illness, it is not your fault, and it can be treated." });
    for (const task of ["risk-initial", "psychoed", "sick-role", "med-review"]) await send(page, `task-${task}`, { note: "Talked about it." });
    await send(page, "consent-treatment", { given: "yes", note: "Signed on paper." });
    await send(page, "consent-portal", { given: "yes" });
    await says(page, "wakes at four");
    await look(page, "opening");
  });

  await step(browser, "the timeline takes dates as they are known", async () => {
    await go("/timeline");
    await send(page, "event", { title: "Moved to the harbour", start: "spring 2019" });
    await send(page, "event", { title: "Lost my job", start: "about March 2024", note: "The yard closed." });
    await send(page, "event", { title: "Quarrel about the inheritance", start: "2024", lane: "relationship" });
    await expecting("status of 422", () => send(page, "event", { title: "One day", start: "some day or other" }, { refused: true }));
    sure(await page.locator('form#event [name="title"]').inputValue() === "One day", "what was typed is gone");
    await look(page, "timeline-refused");
    await go("/timeline");
    await send(page, "onset", { onset: "about April 2024" });
    for (const words of ["spring 2019", "about March 2024", "about April 2024"]) await says(page, words);
    await look(page, "timeline");
  });

  await step(browser, "eight people are named, six of them placed by the form", async () => {
    await go("/people");
    for (const { name, tie, status = "living", ring = "" } of PEOPLE) await send(page, "add", { name, tie, status, ring });
    sure(await page.locator("svg.map-wide [data-person]").count() === PEOPLE.length, "the map does not have eight people");
    for (const { name, ring = "" } of PEOPLE) await stands(page, name, ring);
    await look(page, "people-shelf");
  });

  await step(browser, "one is dragged to her ring, one walks with the arrow keys, one moves by the form", async () => {
    await drag(page, "Lena", { x: 360, y: 360 - 245 });
    await stands(page, "Lena", "less-close");
    await page.locator('svg.map-wide [data-person][aria-label^="Jonas"]').focus();
    await moved(page, () => page.keyboard.press("ArrowUp"));
    await stands(page, "Jonas", "outer");
    // The keys go on where they were: no Tab through the page after each step.
    await moved(page, () => page.keyboard.press("ArrowUp"));
    await stands(page, "Jonas", "less-close");
    await send(page, "place", { person: await optionOf(page, "place", "person", "Kofi"), ring: "less-close" });
    await stands(page, "Kofi", "less-close");
    await look(page, "people");
  });

  await step(browser, "a person's page tells what is expected, and the ring wished for", async () => {
    await go("/people");
    await page.locator("main ul.list a", { hasText: "Ana" }).click();
    await send(page, "describe", { "expects-of-them": "That she asks how I am", "they-meet": "unmet", "they-expect": "Half of the rent", "client-meets": "partly", conflict: "open", "cannot-say": "That I am ashamed" });
    await send(page, "wish", { ring: "inner" });
    await says(page, "That I am ashamed");
    await look(page, "person");
  });

  await step(browser, "evidence is tagged, the decision is taken, the focus agreed", async () => {
    await go("/focus");
    await go("/focus/tag");
    await send(page, "evidence", { area: "dispute", direction: "for", words: "Every call with Ana ends in silence.", "evidence-source": await optionOf(page, "evidence", "evidence-source", "Ana") });
    await go("/focus/tag");
    await send(page, "evidence", { area: "transition", direction: "for", words: "The job was who she was.", "evidence-source": await optionOf(page, "evidence", "evidence-source", "Lost my job") });
    await go("/focus/tag");
    await send(page, "evidence", { area: "grief", direction: "against", words: "Father died in 2009 and is spoken of easily." });
    await go("/decision");
    await send(page, "fit", { decision: "ipt-standard", "speaks-for": "Mood follows the quarrels.", alternatives: "CBT, medication", preference: "To talk", reason: "Depression with a clear dispute." });
    await look(page, "decision");
    await go("/focus");
    await send(page, "focus", { area: "dispute", person: await optionOf(page, "focus", "person", "Ana"), "client-words": FOCUS, "set-aside": "The job, for now." });
    await says(page, FOCUS);
    await look(page, "focus");
  });

  await step(browser, "formulation and goals are written and agreed", async () => {
    await go("/formulation");
    await send(page, "formulation", { formulation: "You became depressed when the quarrel with Ana began. Each call that ends in silence is followed by a bad night." });
    await send(page, "answer", { agreement: "agreed", "client-words": "Yes. And I miss her." });
    await send(page, "goal", { kind: "interpersonal", words: "To say to Ana what I need", marker: "One talk without hanging up" });
    await send(page, "goal", { kind: "symptom", words: "To sleep until six", marker: "Five nights of seven" });
    await look(page, "formulation");
  });

  await step(browser, "the gate says what is missing and does not lock", async () => {
    await go("");
    await expecting("status of 422", () => send(page, "middle", {}, { refused: true }));
    await look(page, "gate");
  });

  await step(browser, "the first measure is entered from paper", async () => {
    await go("/measures/phq-9/enter");
    const answers = [2, 2, 3, 2, 1, 2, 2, 1, 0].map((answer, index) => [String(index + 1), answer]);
    await send(page, "enter", { on: daysAgo(78), ...Object.fromEntries(answers), difficulty: 1 });
    await look(page, "measures-first");
  });

  await step(browser, "the contract is agreed and the middle begins without a reason to give", async () => {
    await go("/contract");
    await send(page, "contract", { sessions: 12, cadence: 7, minutes: 50, "first-on": daysAgo(77), missed: "counts", between: "Ring the clinic in the mornings." });
    await look(page, "contract");
    await go("");
    await unfold(page, "middle");
    await send(page, "middle");
    await look(page, "course-middle");
  });
}

/** Does something that moves a person, and waits until the map is drawn anew. */
async function moved(page, work) {
  const before = await page.locator("#map-part").elementHandle();
  await work();
  await before.evaluate((element) => new Promise((resolve) => {
    const wait = () => { if (element.isConnected) requestAnimationFrame(wait); else resolve(); };
    wait();
  }));
}

/** Whether somebody stands on the ring on which they were put; empty is the shelf. */
async function stands(page, name, ring) {
  const person = page.locator(`svg.map-wide [data-person][aria-label^="${name}"]`);
  const drawn = await person.getAttribute("data-ring");
  if (drawn !== ring) blemish(`${name} was put on the ring “${ring}” and is drawn on “${drawn}”`);
}

/** Drags somebody to a point of the map, in the map's own measure. */
async function drag(page, name, to) {
  const person = page.locator(`svg.map-wide [data-person][aria-label^="${name}"]`);
  await page.locator("svg.map-wide[data-map]").evaluate((svg) => svg.scrollIntoView({ block: "center" }));
  const [from, target] = await person.evaluate((element, point) => {
    const svg = element.ownerSVGElement;
    const box = element.querySelector("circle").getBoundingClientRect();
    const there = new DOMPoint(point.x, point.y).matrixTransform(svg.getScreenCTM());
    return [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }, { x: there.x, y: there.y }];
  }, to);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + target.x) / 2, (from.y + target.y) / 2, { steps: 4 });
  await page.mouse.move(target.x, target.y, { steps: 4 });
  await moved(page, () => page.mouse.up());
}
