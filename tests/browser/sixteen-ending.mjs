// Sessions 13 to 16 and after: felt, reviewed by both, kept, said goodbye to; follow-ups, both plans on one sheet, the
// way back.
import { send } from "./forms.mjs";
import { says, sure } from "./journey.mjs";
import { hold, sign } from "./sixteen.mjs";
import { FORMULATION, measured } from "./sixteen-opening.mjs";
import { look, print } from "./shots.mjs";
import { step } from "./steps.mjs";

const SIGNS = ["I say fine and put the phone down", "I wake at four for a week"];
const TO_HER = "You came here saying that you were only tired. What changed between you and Leila you changed, on a Thursday, with one line. I shall miss our mornings.";
const FROM_HER = "You never took her side and never mine. I was angry about that in the seventh week. I am not now.";

export async function ending(scene) {
  const { browser, at, page, mobile: phone } = scene;
  const go = (rest) => page.goto(at(scene.course + rest));

  await step(browser, "session 13: how it feels to stop, and an earlier loss that may wait", async () => {
    await hold(scene, 13);
    await sign(scene, { text: "Counted what is left. She is sad and asked whether that means it comes back. Sad is not ill, we said, and looked at last week's answers together.", mood: "6", "mood-words": "sad, steady", event: "Three dates left in the calendar", techniques: ["use-relationship"] });
    await phone.goto(at("/home/ending"));
    await send(phone, "feelings", { feelings: ["sad", "angry", "proud"], words: "Why stop when it works?" });
    const loss = await phone.locator('main li', { hasText: "Mother" }).locator('form[id^="loss-"]').first().getAttribute("id");
    await send(phone, loss, { "not-now": "yes" });
    await go("/ending");
    await send(page, "feelings", { feelings: ["sad", "proud"], words: "Her anger was said here, not swallowed." });
    await says(page, "Why stop when it works?");
    await says(page, FORMULATION.slice(0, 60));
    await look(page, "ending-thirteen");
  });

  await step(browser, "session 14: goals, focus and map, then and now, by both", async () => {
    await hold(scene, 14);
    await sign(scene, { text: "Two maps on the table. She moved Leila herself.", mood: "7", event: "Moving Leila nearer", techniques: ["clarify"] });
    await go("/people");
    await send(page, "moment", { "moment-name": "Before the two maps" });
    const leila = await page.locator('form#place [name="person"] option', { hasText: "Leila" }).getAttribute("value");
    await send(page, "place", { person: leila, ring: "close" });
    await phone.goto(at("/home/ending"));
    await send(phone, "focus", { rating: "much-better", "now-words": "She asks. Sometimes she even waits for the answer.", remains: "The money." });
    for (const id of await goalsOf(phone)) await send(phone, id, { rating: "somewhat", words: "On its way." });
    await go("/ending");
    await send(page, "focus", { rating: "much-better", "now-words": "From silence to two decisions made together." });
    for (const id of await goalsOf(page)) await send(page, id, { rating: "much-better" });
    await send(page, "map", { words: "Leila one ring nearer; Huda came in from the edge." });
    await send(page, "credit", { words: "You wrote the line on a Thursday. You asked Huda. You brought Leila here." });
    await says(page, "Write Leila one line");
    await go("/people/then");
    await page.locator('main select[name="from"]').selectOption({ label: "Before the two maps" });
    await Promise.all([page.waitForEvent("load"), page.locator('main form:has(select[name="from"]) button').click()]);
    await says(page, "Leila came nearer: Less close → Close");
    await look(page, "then-fourteen");
  });

  await step(browser, "session 15: early signs, risky days, people, steps, what comes next", async () => {
    await hold(scene, 15);
    await sign(scene, { text: "Wrote the signs in her own order. Sami may have the list; Leila wants it too.", mood: "7", event: "Reading the list to Sami", techniques: ["support-mobilise", "directive"] });
    await go("/ending");
    await send(page, "keep", { signs: SIGNS.join("\n"), "situations-0-risky": "The day Mother died", "situations-0-risky-when": "March 2027", "situations-1-risky": "When Father goes into care", helped: "Asking before it is booked\nHuda's hour", steps: "Ring Huda\nWrite Leila one line\nRing the clinic", "come-back": "Ring the clinic in the mornings; no new referral for a year." });
    await send(page, "next", { step: "discharge-planned", discussed: "A planned goodbye; maintenance was offered and not wanted now." });
    await go("/safety/make");
    await send(page, "safety", { signs: "I think that they would manage without me", "alone-1": "Walk to the weir and back", "asked-means": "yes", reasons: "Sami. The second week of June." });
    await go("/ending/sheet");
    for (const words of [...SIGNS, "Walk to the weir and back"]) await says(page, words);
    await look(page, "both-plans");
    await print(page, "both-plans", 1);
  });

  await step(browser, "session 16: letters both ways, follow-ups as the client allows, the goodbye", async () => {
    await measured(scene, 16, [0, 1, 1, 1, 0, 0, 1, 0, 0]);
    await hold(scene, 16);
    await sign(scene, { text: "The last session. Read the first formulation aloud; she corrected one word. Goodbye said, and heard.", mood: "8", event: "The goodbye", techniques: ["use-relationship"] });
    await phone.goto(at("/home/letters"));
    await send(phone, "letter", { words: FROM_HER });
    await phone.goto(at("/home/ending"));
    await send(phone, "keeping", { keep: "That fine is not an answer.", "hard-to-say": "That I will miss being asked how I am." });
    await go("/ending/after");
    await send(page, "letter", { words: TO_HER });
    await says(page, FROM_HER);
    sure(await page.locator('form[id^="plan-"]').count() === 0, "a follow-up can be planned before the client agreed");
    await send(page, "agree-follow-up", { note: "By telephone, in the mornings." });
    const months = await page.locator('form[id^="plan-"]').evaluateAll((forms) => forms.map((form) => form.id));
    sure(months.join() === "plan-1,plan-3,plan-6,plan-12", `follow-ups are offered at ${months}`);
    for (const id of months) await send(page, id, { mode: "phone" });
    await look(page, "after-planned");
    await print(page, "after-planned", 3);
    await phone.goto(at("/home/letters"));
    await says(phone, TO_HER);
    await look(phone, "home-letters-both");
  });

  await step(browser, "every technique was used, and the course is closed with nothing missing", async () => {
    await go("/sessions");
    const held = await page.locator('main ul.list a[href*="/sessions/"]').count();
    sure(held === 16, `${held} sessions stand on the page`);
    const known = await page.goto(scene.sixth).then(() => page.locator("main").innerText());
    sure(known.includes("She heard how fine sounds"), "the note of session 6 is not what was signed");
    await go("/ending");
    await send(page, "task-risk-final", { note: "Asked directly: none." });
    await send(page, "task-letter", { note: "To her doctor; read beforehand." });
    sure(scene.techniques.size === scene.all.length, `not used: ${scene.all.filter((one) => !scene.techniques.has(one)).join(", ")}`);
    await send(page, "close", { how: "completed" });
    await look(page, "closed-sixteen");
    await print(page, "closed-sixteen", 4);
  });

  await step(browser, "her pages stay readable and say until when; the way back opens from the last map and plan", async () => {
    await phone.goto(at("/home"));
    await look(phone, "home-after-sixteen");
    await phone.goto(at("/home/plan"));
    for (const sign of SIGNS) await says(phone, sign);
    await print(phone, "home-both-plans", 1);
    await go("/ending/after");
    await send(page, "again", { protocol: "ipt-12", reason: "Father went into care, and the two of them do not speak." });
    const next = /\/courses\/[0-9a-f]{32}/.exec(page.url())[0];
    sure(next !== scene.course, "no other course was opened");
    await page.goto(at(`${next}/people`));
    const ring = await page.locator('svg.map-wide [data-person][aria-label^="Leila"]').getAttribute("data-ring");
    sure(ring === "close", `on the map of the new course Leila stands on the ring ${ring}`);
    await look(page, "again-people");
  });
}

function goalsOf(page) {
  return page.locator('form[id^="goal-"]').evaluateAll((forms) => forms.map((form) => form.id));
}
