// One Chromium, quiet and cut off from everywhere but this machine, whose pages are listened to.
import { chromium } from "playwright-core";
import { blemish, part } from "./steps.mjs";

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
  return new Browser(await chromium.launch({ executablePath, args: ARGS }));
}

/** A browser of its own, to be killed: `{ page, kill }`. Nothing is said to it before it ends. */
export async function mortal() {
  const executablePath = process.env.CLOSENESS_CHROMIUM || "/usr/bin/chromium";
  const server = await chromium.launchServer({ executablePath, args: ARGS });
  const inner = await chromium.connect(server.wsEndpoint());
  const page = async () => (await inner.newContext({ locale: "en-GB", ...DESK })).newPage();
  // The signal goes to every process of the browser.
  const kill = async () => {
    const ended = new Promise((resolve) => server.process().once("exit", resolve));
    process.kill(-server.process().pid, "SIGKILL");
    await ended;
  };
  return { page, kill };
}

class Browser {
  #inner;
  #people = [];

  constructor(inner) {
    this.#inner = inner;
  }

  /** Another person at another machine: nothing is shared with the others. */
  async person(screen, more = {}) {
    const context = await this.#inner.newContext({ locale: "en-GB", colorScheme: "light", ...screen, ...more });
    context.setDefaultTimeout(15_000);
    const running = part();
    this.#people.push({ name: running.name, context });
    context.on("page", (page) => listen(page, running));
    return context;
  }

  /** All open pages of a part. */
  pagesOf(name) {
    return this.#people.filter((person) => person.name === name).flatMap((person) => person.context.pages());
  }

  async close() {
    await this.#inner.close();
  }
}

/** Errors on the console, exceptions, refused resources and answers of 500 and more are blemishes. */
function listen(page, running) {
  const complain = (text) => {
    if (!running.expected.some((words) => text.includes(words))) blemish(`${page.url()}: ${text}`, running);
  };
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complain(message.text());
  });
  page.on("pageerror", (error) => complain(error.stack ?? String(error)));
  page.on("response", (response) => {
    if (response.status() >= 500) complain(`${response.request().method()} ${response.url()} → ${response.status()}`);
  });
}
