// LHC-Forms in a real browser: forms with answers in, what it shows and reckons out.
import { chromium } from "playwright-core";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const LFORMS = fileURLToPath(new URL("node_modules/lforms/dist/lforms", import.meta.url));
const KINDS = { ".js": "text/javascript", ".css": "text/css", ".png": "image/png" };
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>forms</title>
<link rel="stylesheet" href="/webcomponent/styles.css">
<body><div id="form"></div>
<script src="/webcomponent/assets/lib/zone.min.js"></script>
<script src="/webcomponent/lhc-forms.js"></script>
<script src="/fhir/R4/lformsFHIR.min.js"></script>
</body></html>`;

/** Serves the built files of LHC-Forms and one page to this machine. */
async function serve() {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    if (path === "/") return response.setHeader("content-type", "text/html").end(PAGE);
    try {
      const file = await readFile(join(LFORMS, normalize(path)));
      response.setHeader("content-type", KINDS[extname(path)] ?? "application/octet-stream").end(file);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** For each form: `totals` by the names of their items, and `missing`, words of items that the page does not show. */
export async function render(forms) {
  const server = await serve();
  const executablePath = process.env.CLOSENESS_CHROMIUM || "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage();
    page.on("pageerror", (error) => console.log(`LHC-Forms: ${error}`));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction(() => globalThis.LForms?.FHIR?.R4 && globalThis.LForms?.Util?.addFormToPage);
    const all = [];
    for (const { form, response } of forms) all.push(await page.evaluate(one, { form, response }));
    return all;
  } finally {
    await browser.close();
    server.close();
  }
}

/** Runs in the page: shows one form with its answers, waits until it is reckoned, and reads it off. */
async function one({ form, response }) {
  const { LForms } = globalThis;
  // The answers are there from the beginning: to saved ones LHC-Forms adds no total that was not saved with them.
  const answers = Object.fromEntries(response.item.map((item) => [item.linkId, item.answer]));
  const answered = { ...form, item: form.item.map((item) => (item.linkId in answers ? { ...item, initial: answers[item.linkId] } : item)) };
  const filled = LForms.Util.convertFHIRQuestionnaireToLForms(answered, "R4");
  const place = document.getElementById("form");
  place.replaceChildren();
  await LForms.Util.addFormToPage(filled, place, { fhirVersion: "R4", prepopulate: false });
  const read = () => LForms.Util.getFormFHIRData("QuestionnaireResponse", "R4", place);
  // Expressions are carried out after the form is drawn: read until it stands still.
  let said = read();
  for (let still = 0, tries = 0; still < 3 && tries < 60; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 25));
    const next = read();
    still = JSON.stringify(next.item) === JSON.stringify(said.item) ? still + 1 : 0;
    said = next;
  }
  const number = (answer) => answer.valueInteger ?? answer.valueDecimal ?? answer.valueQuantity?.value ?? null;
  const isTotal = ({ linkId }) => linkId === "total" || linkId.startsWith("scale-");
  const totals = (said.item ?? []).filter((item) => isTotal(item) && item.answer?.length > 0)
    .map((item) => [item.linkId, number(item.answer[0])]);
  const shown = place.innerText.replaceAll(/\s+/g, " ");
  const asked = form.item.filter((item) => item.type === "choice" && item.text && !item.enableWhen);
  const missing = asked.map((item) => item.text.replaceAll(/\s+/g, " ").trim()).filter((words) => !shown.includes(words));
  return { totals: Object.fromEntries(totals), missing };
}
