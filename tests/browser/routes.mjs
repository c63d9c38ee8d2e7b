// The pages of the program, as its own router tells them, and which of them were looked at.
import { execFileSync } from "node:child_process";
import { part } from "./steps.mjs";

/** What is fetched or leads on, and is never on a screen. */
const NO_PAGES = [
  "/enter/{token}",
  "/leave",
  "/favicon.ico",
  "/healthz",
  "/readyz",
  "/static/{name}",
  // Files that are saved.
  "/courses/{course}/measures/results/{result}/file",
  "/home/safety/copy",
  "/office/questionnaires/{measure}",
];

const PAGES = read();

/** The route of an address; nothing when no page is there. */
export function routeOf(address) {
  const { pathname } = new URL(address);
  return PAGES.find(({ pattern }) => pattern.test(pathname))?.path;
}

/** Remembers that the running part looked at this address. */
export function looked(address) {
  part().looked.add(routeOf(address));
}

/** The pages that none of these parts looked at. */
export function neverLooked(parts) {
  return PAGES.map(({ path }) => path).filter((path) => !parts.some(({ looked }) => looked.has(path)));
}

/** The router's pages; a path that names more of itself comes before one that has a place for anything. */
function read() {
  const told = execFileSync(process.env.CLOSENESS_BIN, ["routes", "--json"], { encoding: "utf8", maxBuffer: 1 << 24 });
  const paths = JSON.parse(told).filter(({ method }) => method === "GET").map(({ path }) => path);
  return paths
    .filter((path) => !NO_PAGES.includes(path))
    .sort((a, b) => a.split("{").length - b.split("{").length)
    .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`) }));
}
