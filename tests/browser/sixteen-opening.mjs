// Sessions 1 to 4: what is told, the people, what speaks for which area, and what is agreed.
import { optionOf, send } from "./forms.mjs";
import { daysAgo, says } from "./journey.mjs";
import { dayOf, hold, sign } from "./sixteen.mjs";
import { step } from "./steps.mjs";

/** The focus in the client's words. */
export const FOCUS = "Leila decides about Father, and I carry it out.";

/** The first formulation, as it is laid beside the ending. */
export const FORMULATION = "You have been depressed since the autumn in which Father came to live with you and you gave up the ward. You expect Leila to ask; she expects you to manage. Each call that ends without a word about it is followed by bad days. If the two of you can find another way to share this, your mood can lift within our sixteen meetings.";

const PEOPLE = [
  { name: "Leila", tie: "sibling", ring: "less-close" },
  { name: "Father", tie: "parent", ring: "close" },
  { name: "Mother", tie: "parent", ring: "inner", status: "died" },
  { name: "Sami", tie: "child", ring: "inner" },
  { name: "Ward sister Joan", tie: "colleague", ring: "less-close" },
  { name: "Huda", tie: "friend", ring: "outer" },
  { name: "Dr Mills", tie: "clinician", ring: "outer" },
];

/** The PHQ-9 on paper before a session: nine answers and how difficult it made things. */
export async function measured(scene, number, answers) {
  const { page, at } = scene;
  await page.goto(at(`${scene.course}/measures/phq-9/enter`));
  const items = answers.map((answer, index) => [String(index + 1), answer]);
  await send(page, "enter", { on: dayOf(number), ...Object.fromEntries(items), difficulty: 1 });
}

export async function opening(scene) {
  const { browser, at, page } = scene;
  const go = (rest) => page.goto(at(scene.course + rest));

  await step(browser, "sessions 1 and 2: the condition has its name, the people are on the map", async () => {
    await go("/opening");
    await send(page, "history-symptoms", { history: "Low since October, wakes at four, has lost weight, no pleasure in anything but Sami." });
    await send(page, "history-episodes", { history: "None before." });
    await send(page, "diagnosis", { diagnosis: "Depressive episode, moderate", code: "6A70.1", "plain-words": "You have a depression. It is an illness and it can be treated." });
    for (const task of ["risk-initial", "psychoed", "sick-role", "med-review"]) await send(page, `task-${task}`, { note: "Talked through." });
    await measured(scene, 1, [2, 2, 3, 2, 2, 2, 2, 1, 0]);
    await hold(scene, 1);
    await sign(scene, { text: "Told the story from the autumn on. Named the condition; she had thought that she was only tired.", mood: "3", event: "Telling it for the first time", techniques: ["explore-nondirective", "directive"] });
    await go("/people");
    for (const { name, tie, status = "living", ring } of PEOPLE) await send(page, "add", { name, tie, status, ring });
    await go("/timeline");
    await send(page, "event", { title: "Mother died", start: "March 2021" });
    await send(page, "event", { title: "Father came to live with us", start: "about October 2025" });
    await send(page, "event", { title: "Gave up the ward", start: "November 2025" });
    await send(page, "event", { title: "The call about the respite bed, then silence", start: "January 2026", lane: "relationship" });
    await send(page, "onset", { onset: "about November 2025" });
    await hold(scene, 2);
    await sign(scene, { text: "Drew the map. Leila stands further out than she would like. The low weeks and the calls lie side by side on the timeline.", mood: "3", event: "Placing Leila on the map", person: await optionOf(page, "sign", "person", "Leila"), techniques: ["elicit-direct"] });
  });

  await step(browser, "session 3: evidence, decision, a focus and a second one in sight", async () => {
    for (const [area, words, source] of [
      ["dispute", "Every call with Leila ends in silence, and the days after are the worst.", "Leila"],
      ["transition", "I was somebody on that ward.", "Gave up the ward"],
    ]) {
      await go("/focus/tag");
      await send(page, "evidence", { area, direction: "for", words, "evidence-source": await optionOf(page, "evidence", "evidence-source", source) });
    }
    await go("/decision");
    await send(page, "fit", { decision: "ipt-standard", "speaks-for": "Mood follows the calls.", alternatives: "CBT, medication", preference: "To talk about Leila", reason: "A depression with a clear dispute." });
    await go("/focus");
    await send(page, "focus", { area: "dispute", second: "transition", person: await optionOf(page, "focus", "person", "Leila"), "client-words": FOCUS, "set-aside": "Mother's death: she wants it to have its day." });
    await hold(scene, 3);
    await sign(scene, { text: "Said back what she said: she waits to be asked, and nobody knows. She corrected me once, and the sentence got better.", mood: "4", event: "The sentence about waiting", techniques: ["clarify"] });
  });

  await step(browser, "session 4: formulation, goals and sixteen sessions are agreed; the middle begins", async () => {
    await go("/formulation");
    await send(page, "formulation", { formulation: FORMULATION });
    await send(page, "answer", { agreement: "agreed", "client-words": "Yes. And I miss her as a sister." });
    await send(page, "goal", { kind: "interpersonal", words: "To decide about Father together with Leila", marker: "One decision made by both" });
    await send(page, "goal", { kind: "symptom", words: "To sleep until six", marker: "Five nights of seven" });
    await measured(scene, 4, [2, 2, 2, 2, 2, 2, 1, 1, 0]);
    await go("/contract");
    await send(page, "contract", { sessions: 16, cadence: 7, minutes: 50, "first-on": daysAgo(105), missed: "counts", between: "Ring the clinic in the mornings." });
    await hold(scene, 4);
    await sign(scene, { text: "Agreed on the focus, the goals and the last day. She wrote the date into her own calendar.", mood: "4", event: "Agreeing on what to work on", techniques: ["clarify"] });
    await go("");
    await send(page, "middle");
    await says(page, FOCUS);
  });
}
