// One Chromium, quiet and cut off from everywhere but this machine, whose pages are listened to.
import { chromium } from "playwright-core";
import { blemish } from "./steps.mjs";

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Whatever a page asks of another machine fails at once, and is seen.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
];

/** A therapist's screen. */
export const DESK = { viewport: { width: 1440, height: 1000 } };

/** A small phone. */
export const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

/** Starts the browser. */
export async function launch() {
  const executablePath = process.env.CLOSENESS_CHROMIUM || "/usr/bin/chromium";
  const chromiumBrowser = await chromium.launch({ executablePath, args: ARGS });
  return new Browser(chromiumBrowser);
}

class Browser {
  /** What a page may say because a step provokes it. */
  expected = [];

  constructor(inner) {
    this.inner = inner;
  }

  /** Another person at another machine: nothing is shared with the others. */
  async person(screen, more = {}) {
    const context = await this.inner.newContext({ locale: "en-GB", colorScheme: "light", ...screen, ...more });
    context.setDefaultTimeout(15_000);
    if (process.env.DEV_STATIC) await context.route("**/static/*", (route) => { const n = new URL(route.request().url()).pathname.split("/").pop(); return route.fulfill({ path: `${process.env.DEV_STATIC}/${n}`, contentType: n.endsWith("js") ? "text/javascript" : n.endsWith("css") ? "text/css" : "image/svg+xml" }); });
    context.on("page", (page) => this.#listen(page));
    return context;
  }

  /** All open pages. */
  pages() {
    return this.inner.contexts().flatMap((context) => context.pages());
  }

  /** Does something during which pages may complain in these words. */
  async expecting(words, work) {
    this.expected.push(words);
    try {
      return await work();
    } finally {
      this.expected.splice(this.expected.indexOf(words), 1);
    }
  }

  async close() {
    await this.inner.close();
  }

  /** Errors on the console, exceptions, refused resources and answers of 500 and more are blemishes. */
  #listen(page) {
    const complain = (text) => {
      if (!this.expected.some((words) => text.includes(words))) blemish(`${page.url()}: ${text}`);
    };
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complain(message.text());
    });
    page.on("pageerror", (error) => complain(error.stack ?? String(error)));
    page.on("response", (response) => {
      if (response.status() >= 500) complain(`${response.request().method()} ${response.url()} → ${response.status()}`);
    });
  }
}
