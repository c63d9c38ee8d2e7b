// Whether a page can be used by everybody, as far as a program can tell: axe-core, WCAG 2.2 AA.
import axe from "axe-core";

const STANDARDS = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] };

/** What looks otherwise by night. */
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

/** What axe finds on the page, one line for each place; with `colours`, of its colours only. */
export async function violations(page, { colours = false } = {}) {
  // The page's own policy allows no foreign script; this one comes through the debugger.
  const isThere = await page.evaluate(() => "axe" in globalThis);
  if (!isThere) await page.evaluate(axe.source);
  const options = { runOnly: colours ? COLOURS : STANDARDS, resultTypes: ["violations"] };
  const found = await page.evaluate((asked) => globalThis.axe.run(document, asked), options);
  return found.violations.flatMap((violation) => violation.nodes.map((node) => {
    const why = node.any.concat(node.all, node.none).map((check) => check.message);
    return `${violation.id}: ${node.target.join(" ")} – ${why.join("; ")}`;
  }));
}
