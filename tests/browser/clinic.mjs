// A clinic of its own for one run: the program on an empty folder and a free port, or the demo clinic.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Opens an empty clinic, as on the first day: `{ address, stop }`. */
export function open() {
  return start((folder) => ["serve", "--data", join(folder, "data"), "--key-file", join(folder, "closeness.key")]);
}

/**
 * Opens the demo clinic: `{ address, links, stop, restart }`, with a link to enter for each role. What `restart` kills
 * and opens again is the clinic as it stands: links to enter have ended then, and who is signed in stays so.
 */
export async function openDemo() {
  const clinic = await start((folder) => {
    return ["demo", "--data", join(folder, "data"), "--links", join(folder, "links")];
  });
  const lines = (await readFile(join(clinic.folder, "links"), "utf8")).trim().split("\n");
  return { ...clinic, links: Object.fromEntries(lines.map((line) => line.split(" "))) };
}

async function start(words) {
  const program = process.env.CLOSENESS_BIN;
  if (!program) throw new Error("CLOSENESS_BIN must name the program to be tested");
  const folder = await mkdtemp(join(tmpdir(), "closeness-browser-"));
  let said = "";
  const begin = async (asked, port) => {
    const child = spawn(program, [...asked, "--listen", `127.0.0.1:${port}`], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    said = "";
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const address = await new Promise((resolve, reject) => {
      const hear = (piece) => {
        said += piece;
        const found = /(http:\/\/localhost:\d+)/.exec(said);
        if (found) resolve(found[1]);
      };
      child.stdout.on("data", hear);
      child.stderr.on("data", (piece) => { said += piece; });
      child.once("error", reject);
      ended.then((code) => reject(new Error(`the program ended with ${code}:\n${said}`)));
    });
    return { child, ended, address };
  };
  let running = await begin(words(folder), 0);
  const { address } = running;
  const restart = async () => {
    running.child.kill("SIGKILL");
    await running.ended;
    running = await begin(["serve", "--data", join(folder, "data")], new URL(address).port);
  };
  // Every line the program prints on the way belongs to a failure's report.
  const stop = async () => {
    running.child.kill("SIGTERM");
    const late = setTimeout(() => running.child.kill("SIGKILL"), 5_000);
    await running.ended;
    clearTimeout(late);
    await rm(folder, { recursive: true, force: true });
  };
  return { address, folder, stop, restart, said: () => said };
}
