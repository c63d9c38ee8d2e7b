// Working by keyboard alone: every key is counted, so that a test can say how long a person would take.

/** Keys a minute of somebody who types 40 words of five letters: an unhurried pace. */
export const PACE = 200;

/** Two hands on the keys of a page. */
export class Hands {
  #page;
  keys = 0;

  constructor(page) {
    this.#page = page;
  }

  /** Presses one key, or several held together, which count one by one. */
  async press(key) {
    this.keys += key.split("+").length;
    await this.#page.keyboard.press(key);
  }

  /** Types a text; a capital is two keys. */
  async type(text) {
    this.keys += text.length + (text.match(/[A-Z?!:"]/g) ?? []).length;
    await this.#page.keyboard.type(text);
  }

  /** Goes on with Tab until the field of this name in the form has the focus. */
  async to(form, name) {
    for (let step = 0; step < 80; step += 1) {
      if (await this.#isAt(form, name)) return;
      await this.press("Tab");
    }
    throw new Error(`Tab does not come to ${name} of ${form}`);
  }

  /** Goes to a field and types into it. */
  async fill(form, name, text) {
    await this.to(form, name);
    await this.type(text);
  }

  /** Goes to a row of choices and takes the one of this value by its arrow keys. */
  async choose(form, name, value) {
    await this.to(form, name);
    await this.press("Space");
    for (let step = 0; step < 20; step += 1) {
      const chosen = await this.#page.locator(`form#${form} [name="${name}"]:checked`).getAttribute("value");
      if (chosen === String(value)) return;
      await this.press("ArrowRight");
    }
    throw new Error(`the arrow keys do not come to ${value} of ${name}`);
  }

  /** Goes along a list of boxes and ticks those with these values, in the order in which they stand. */
  async tick(form, name, values) {
    await this.to(form, name);
    for (let step = 0, left = values.length; step < 40; step += 1) {
      const value = await this.#page.evaluate(() => document.activeElement.value);
      if (values.includes(value)) {
        await this.press("Space");
        left -= 1;
      }
      if (left === 0) return;
      await this.press("Tab");
    }
    throw new Error(`Tab does not come to all of ${values.join(", ")}`);
  }

  /** Presses Enter on the button of the form, and waits for where it leads. */
  async send(form) {
    for (let step = 0; step < 80; step += 1) {
      const is = await this.#page.evaluate((id) => document.activeElement.matches(`form#${id} button:not([formaction])`), form);
      if (is) break;
      await this.press("Tab");
    }
    await Promise.all([this.#page.waitForEvent("load"), this.press("Enter")]);
  }

  /** Minutes that a person takes for the keys so far. */
  minutes() {
    return this.keys / PACE;
  }

  #isAt(form, name) {
    return this.#page.evaluate(([id, wanted]) => {
      const at = document.activeElement;
      return at?.name === wanted && at.form?.id === id;
    }, [form, name]);
  }
}
