import { spawn } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { Failure } from "./failure.mjs";

const managers = [
  { name: "apt", program: "apt-get", install: ["apt-get", "install", "-y", "--no-install-recommends"] },
  { name: "dnf", program: "dnf", install: ["dnf", "install", "-y"] },
  { name: "pacman", program: "pacman", install: ["pacman", "-S", "--needed"] },
  { name: "zypper", program: "zypper", install: ["zypper", "install", "-y"] },
  { name: "apk", program: "apk", install: ["apk", "add"] },
];

/**
 * Installs what is missing of `needs`. With apt it does so itself, asking before it uses sudo unless `yes`; on other
 * distributions it names the command.
 *
 * @param {{ talk: import("./talk.mjs").Talk, children: import("./children.mjs").Children, yes: boolean }} context
 * @param {readonly import("./needs.mjs").Need[]} needs
 */
export async function installSystemPackages({ talk, children, yes }, needs) {
  const manager = await findManager();
  const missing = await findMissing(needs.filter((need) => need[manager.name] !== undefined));
  if (missing.length === 0) return talk.line("  system packages    present");
  const packages = missing.map((need) => need[manager.name]);
  const command = [...manager.install, ...packages];
  if (manager.name !== "apt") throw mustInstall(missing, command);
  const prefix = await privilege({ talk, yes, missing, command });
  const apt = (...args) => [...prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args];
  const options = ["-q", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"];
  if (prefix.length > 0 && !yes) {
    await runOnTerminal(apt("update", "-q"));
    await runOnTerminal(apt("install", ...options, ...packages));
  } else {
    await talk.step("system packages", async (progress) => {
      const options_ = { timeoutMs: 900_000, onLine: progress };
      await children.run(apt("update", "-q"), options_);
      await children.must(
        apt("install", ...options, ...packages),
        "Installing system packages failed.",
        options_,
      );
      return `installed ${packages.join(", ")}`;
    });
  }
  for (const { service } of missing) if (service) await silence(children, [...prefix, "systemctl"], service);
  const still = await findMissing(missing);
  if (still.length > 0) throw mustInstall(still, command);
}

async function findMissing(needs) {
  const present = await Promise.all(
    needs.map(({ command, files }) => (files === undefined ? isCommand(command) : isAnyThere(files))),
  );
  return needs.filter((_need, index) => !present[index]);
}

async function isAnyThere(files) {
  const there = await Promise.all(
    files.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  return there.includes(true);
}

/** A package that Debian starts a service of, which listens on every address: nobody asked for that. */
async function silence(children, systemctl, service) {
  const isBooted = await isAnyThere(["/run/systemd/system"]);
  if (isBooted) await children.run([...systemctl, "disable", "--now", service], { timeoutMs: 60_000 });
}

/** Whether a program is in PATH, or where distributions keep those for root. */
async function isCommand(name) {
  const directories = [...(process.env.PATH ?? "").split(":"), "/usr/local/sbin", "/usr/sbin", "/sbin"];
  for (const directory of directories.filter((path) => path.startsWith("/"))) {
    const found = await access(`${directory}/${name}`, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}

async function findManager() {
  for (const manager of managers) if (await isCommand(manager.program)) return manager;
  return managers[0];
}

function mustInstall(missing, command) {
  const names = missing.map((need) => need.command).join(", ");
  return new Failure(`This machine lacks ${names}.`, {
    hint: `Install with this command, then start again:\n  ${process.getuid?.() === 0 ? "" : "sudo "}${command.join(" ")}`,
  });
}

/** What to put before a command that needs root: nothing, or sudo after a yes. */
async function privilege({ talk, yes, missing, command }) {
  if (process.getuid?.() === 0) return [];
  if (!(await isCommand("sudo"))) throw mustInstall(missing, command);
  if (yes) return process.stdin.isTTY ? ["sudo"] : ["sudo", "-n"];
  if (!process.stdin.isTTY) throw mustInstall(missing, command);
  talk.line(`Gantry needs ${missing.map((need) => need.command).join(", ")}. It would run:`);
  talk.line(`  sudo ${command.join(" ")}`);
  const questions = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await questions.question("Install now? [Y/n] ");
    if (!/^(y|yes)?$/i.test(answer.trim())) throw mustInstall(missing, command);
  } finally {
    questions.close();
  }
  return ["sudo"];
}

/** sudo may want to ask for a password: it gets the terminal. */
function runOnTerminal(command) {
  return new Promise((resolve, reject) => {
    const child = spawn(command[0], command.slice(1), { stdio: ["inherit", 2, 2] });
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0) resolve(undefined);
      else reject(new Failure(`${command.join(" ")} ended with status ${code}.`));
    });
  });
}
