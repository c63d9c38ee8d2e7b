// Whether a page can be used by everybody, as far as a program can tell: axe-core, WCAG 2.2 AA.
import axe from "axe-core";

const OPTIONS = { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }, resultTypes: ["violations"] };

/** What axe finds on the page, one line for each place. */
export async function violations(page) {
  // The page's own policy allows no foreign script; this one comes through the debugger.
  const isThere = await page.evaluate(() => "axe" in globalThis);
  if (!isThere) await page.evaluate(axe.source);
  const found = await page.evaluate((options) => globalThis.axe.run(document, options), OPTIONS);
  return found.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")} – ${node.any.concat(node.all, node.none).map((check) => check.message).join("; ")}`),
  );
}
