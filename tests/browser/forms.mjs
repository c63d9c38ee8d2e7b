// Filling in and sending forms as people do: by the form's name and its fields' names, opening what is folded.

/**
 * Fills in the form `id` and presses its button. `fields` has a text, or a list of values to tick, for each name.
 * Fails when the form comes back with a problem; with `refused` it must come back.
 */
export async function send(page, id, fields = {}, { refused = false } = {}) {
  await unfold(page, id);
  await fill(page, id, fields);
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().isNavigationRequest() && response.request().method() === "POST"),
    page.waitForEvent("load"),
    page.locator(`form#${id} button:not([type]):not([formaction])`).click(),
  ]);
  const status = answer.status();
  if (refused ? status !== 422 : status >= 400) {
    const said = await page.locator(".problem, .wrong").allInnerTexts();
    throw new Error(`the form ${id} was answered with ${status}: ${said.join(" · ") || "no word"}`);
  }
}

/** Fills in fields of the form `id`. */
export async function fill(page, id, fields) {
  const form = page.locator(`form#${id}`);
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name="${name}"]`);
    const kind = await field.first().evaluate((element) => element.type);
    if (kind === "radio") {
      await form.locator(`[name="${name}"][value="${value}"]`).check();
    } else if (kind === "checkbox") {
      for (const one of [value].flat()) await form.locator(`[name="${name}"][value="${one}"]`).check();
    } else if (kind === "select-one") {
      await field.selectOption(value);
    } else {
      await field.fill(String(value));
    }
  }
}

/** Opens the fold a form is in, if it is in one. */
export async function unfold(page, id) {
  const fold = page.locator(`details:has(form#${id})`).last();
  if (await fold.count() > 0 && !(await fold.evaluate((element) => element.open))) {
    await fold.locator("> summary").click();
  }
}

/** The value of the option of a choice whose words contain `words`. */
export function optionOf(page, id, name, words) {
  const option = page.locator(`form#${id} select[name="${name}"] option`, { hasText: words }).first();
  return option.getAttribute("value");
}
