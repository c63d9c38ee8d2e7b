// Our measures in the hands of other people's programs: `node tests/fhir/run.mjs [measure…]`, after `npm ci` in this folder.
//
// Every measure, and the odd ones of `scales`, is written out as a Questionnaire. Random answers, some with gaps, are
// scored by `closeness score`, by fhirpath.js from the expressions in the file, and by LHC-Forms in a real browser.
// All three must say the same: the same number, or none.
//
// CLOSENESS_BIN       the program to be tested
// CLOSENESS_CHROMIUM  the browser; /usr/bin/chromium when not set
// CLOSENESS_SEED      the seed of the answers; 1 when not set
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { render } from "./lhc.mjs";

const require = createRequire(import.meta.url);
const fhirpath = require("fhirpath");
const r4 = require("fhirpath/fhir-context/r4");

const SCALES = fileURLToPath(new URL("scales", import.meta.url));
/** Forms of each measure that fhirpath.js scores, and how many of them LHC-Forms scores as well. */
const FORMS = 30;
const RENDERED = 3;
const CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression";
const PREFIX = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionPrefix";

/** Runs the program; what it printed. */
function closeness(words, input = "") {
  const done = spawnSync(process.env.CLOSENESS_BIN, [...words, "--content", SCALES], { input, encoding: "utf8", maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`closeness ${words.join(" ")} ended with ${done.status}: ${done.stderr}`);
  return done.stdout;
}

/** Numbers from 0 to 1 that a seed gives (mulberry32). */
function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const extension = (of, url) => (of.extension ?? []).find((one) => one.url === url);
const expressionOf = (item) => extension(item, CALCULATED)?.valueExpression.expression;

/** Random forms as CSV: the first whole, later ones with more and more gaps. */
function answers(form, random) {
  const questions = form.item.filter((item) => item.type === "choice");
  const rows = Array.from({ length: FORMS }, (_, row) => {
    const gaps = [0, 0, 0.1, 0.25, 0.6][row % 5];
    const codes = questions.map(({ answerOption }) => {
      const option = answerOption[Math.floor(random() * answerOption.length)];
      return random() < gaps ? "" : extension(option, PREFIX).valueString;
    });
    return [`row-${row}`, ...codes].join(",");
  });
  return ["id", ...questions.map((item) => item.prefix)].join(",") + "\n" + rows.join("\n") + "\n";
}

/** The totals of a form by the names of their items, as our scorer has them; none is null. */
function ours(score) {
  const named = Object.entries(score.subscales).map(([key, value]) => [`scale-${key}`, value]);
  return Object.fromEntries([["total", score.total], ...named]);
}

/** The same, as fhirpath.js reckons them from the file. */
function others(form, response) {
  const reckoned = form.item.filter(expressionOf).map((item) => {
    const found = fhirpath.evaluate(response, expressionOf(item), { resource: response, questionnaire: form }, r4);
    return [item.linkId, found.length === 0 ? null : Number(found[0])];
  });
  return Object.fromEntries(reckoned);
}

/** What two reckonings say differently about the totals that the form has. */
function differences(form, one, other) {
  const near = (a, b) => a === b || (a !== null && b !== null && Math.abs(a - b) < 1e-9);
  return form.item.filter(expressionOf).map((item) => item.linkId)
    .filter((name) => !near(one[name] ?? null, other[name] ?? null))
    .map((name) => `${name} is ${one[name] ?? "nothing"} for us and ${other[name] ?? "nothing"} for them`);
}

const began = Date.now();
const seed = Number(process.env.CLOSENESS_SEED ?? 1);
const random = chance(seed);
const bundle = JSON.parse(closeness(["fhir", "questionnaire"]));
const wrong = [];
const rendered = [];
let scored = 0;
const only = process.argv.slice(2);
for (const { resource: form } of bundle.entry) {
  if (only.length > 0 && !only.includes(form.url.split(":").at(-1))) continue;
  const key = form.url.split(":").at(-1);
  const csv = answers(form, random);
  const scores = JSON.parse(closeness(["score", key, "-", "--json"], csv));
  const responses = closeness(["fhir", "response", key, "-"], csv).trim().split("\n").map((line) => JSON.parse(line));
  // The way back gives what went in.
  const back = closeness(["fhir", "answers", "-"], responses.map((one) => JSON.stringify(one)).join("\n"));
  if (back !== csv) wrong.push(`${key}: answers do not come back as they went out`);
  for (const [row, score] of scores.entries()) {
    const response = { ...responses[row], item: responses[row].item.filter((item) => item.linkId.startsWith("q")) };
    const words = differences(form, ours(score), others(form, response));
    wrong.push(...words.map((word) => `${key}, ${score.id}, fhirpath.js: ${word}; seed ${seed}\n${csv.split("\n")[row + 1]}`));
    if (row < RENDERED) rendered.push({ key, id: score.id, form, response, ours: ours(score) });
    scored += 1;
  }
}
console.log(`${bundle.entry.length} measures, ${scored} forms scored by closeness and by fhirpath.js (${((Date.now() - began) / 1000).toFixed(1)} s)`);
const theirs = await render(rendered);
for (const [place, { key, id, form, response, ours: mine }] of rendered.entries()) {
  const { totals, missing } = theirs[place];
  wrong.push(...differences(form, mine, totals).map((word) => `${key}, ${id}, LHC-Forms: ${word}\n${JSON.stringify(response.item.map((item) => item.answer[0].valueCoding.code))}`));
  wrong.push(...missing.map((words) => `${key}: LHC-Forms does not show “${words}”`));
}
console.log(`${rendered.length} forms rendered and scored by LHC-Forms`);
for (const words of wrong.slice(0, 20)) console.log(`✗ ${words}`);
console.log(`${wrong.length === 0 ? "all agree" : `${wrong.length} do not agree`} after ${((Date.now() - began) / 1000).toFixed(0)} s`);
process.exit(wrong.length === 0 && scored > 0 ? 0 : 1);
