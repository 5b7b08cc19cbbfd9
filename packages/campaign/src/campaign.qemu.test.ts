import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, it } from "vitest";
import { clockLibrary } from "./world/host-clock.ts";
import { whyNoWorld } from "./world/leftovers.ts";
import { run } from "./world/run.ts";
import { canLosePower } from "./world/state-disk.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const obstacle = await whyNoWorld();
const losesPower = obstacle === undefined && (await canLosePower());

function begin(args: readonly string[]): { readonly child: ChildProcess; readonly lines: string[] } {
  const child = spawn(process.execPath, [main, "--jobs", "1", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  return { child, lines };
}

/** A campaign as `pnpm campaign` carries it out. */
async function campaign(...args: readonly string[]) {
  const { child, lines } = begin(args);
  const [code]: unknown[] = await once(child, "close");
  return { code, lines };
}

async function leftOf(pid: number | undefined): Promise<string[]> {
  const namespaces = (await run("ip", "netns", "list")).split("\n");
  return [...namespaces, ...(await readdir(tmpdir()))].filter((name) =>
    name.startsWith(`gantry-campaign-${pid}-`),
  );
}

describe("A guest that moves between two hosts of their own networks", () => {
  beforeEach(({ skip }) => skip(obstacle !== undefined, obstacle));

  it("runs on exactly one of them afterwards, with every line and every write, whatever is killed but its only process", async () => {
    const { code, lines } = await campaign(
      ...["--runs", "5", "--seed", "370", "--guest", "running", "--only", "kill"],
    );
    expect(lines.join("\n")).toContain("5 runs: ");
    expect(code, lines.join("\n")).toBe(0);
  });

  it("runs on exactly one of them afterwards, with every line and every write, however the link between them fails", async () => {
    const { code, lines } = await campaign(
      ...["--runs", "4", "--seed", "163", "--guest", "running"],
      ...["--only", "link,stream,connections"],
    );
    expect(lines.join("\n")).toContain("4 runs: ");
    expect(code, lines.join("\n")).toBe(0);
  });
});

describe("A guest that moves between two hosts whose clocks are set meanwhile", () => {
  beforeEach(({ skip }) => skip(obstacle !== undefined, obstacle));
  beforeEach(({ skip }) => skip(clockLibrary() === undefined, "libfaketime is not installed"));

  it("runs on exactly one of them afterwards, and moves where certificates are good by both", async () => {
    const { code, lines } = await campaign("--runs", "4", "--seed", "61", "--only", "put the clock");
    expect(lines.join("\n")).toContain("4 runs: ");
    expect(code, lines.join("\n")).toBe(0);
  });
});

describe("A guest that takes its disk along", () => {
  beforeEach(({ skip }) => skip(obstacle !== undefined, obstacle));

  it("has all of it where it is, and leaves no file that nobody owns, whatever breaks while it is copied", async () => {
    const moments = "at copying,at half copied,at ready,at finishing";
    const { code, lines } = await campaign(
      ...["--runs", "4", "--seed", "636", "--store", "sqlite"],
      ...["--guest", "copied and gone", "--only", moments],
    );
    expect(lines.join("\n")).toContain("4 runs: ");
    expect(code, lines.join("\n")).toBe(0);
  });
});

describe("A guest that is paused", () => {
  beforeEach(({ skip }) => skip(obstacle !== undefined, obstacle));

  it("is moved as it is, and goes on when it is told to, whatever is killed but its only process", async () => {
    const { code, lines } = await campaign(
      ...["--runs", "3", "--seed", "831", "--store", "sqlite"],
      ...["--guest", "paused", "--only", "kill"],
    );
    expect(lines.join("\n")).toContain("3 runs: ");
    expect(code, lines.join("\n")).toBe(0);
  });
});

describe("A host that loses its power while a guest moves", () => {
  beforeEach(({ skip }) => skip(obstacle !== undefined, obstacle));
  beforeEach(({ skip }) => skip(!losesPower, "there are no loop devices here"));

  it("takes at most the guest whose only process it had with it, and the other host knows what became of it", async () => {
    const { code, lines } = await campaign(
      ...["--runs", "4", "--seed", "2", "--guest", "running", "--only", "turn off the"],
    );
    expect(lines.join("\n")).toContain("4 runs: ");
    expect(code, lines.join("\n")).toBe(0);
  });
});

describe("A campaign", () => {
  beforeEach(({ skip }) => skip(obstacle !== undefined, obstacle));

  it("that was killed leaves nothing that the next one does not remove", async () => {
    const { child, lines } = begin(["--runs", "3", "--seed", "20", "--store", "sqlite"]);
    await expect.poll(() => lines.length, { timeout: 60_000 }).toBeGreaterThan(0);
    child.kill("SIGKILL");
    await once(child, "close");
    expect(await leftOf(child.pid)).not.toEqual([]);
    await campaign("--runs", "0");
    expect(await leftOf(child.pid)).toEqual([]);
  });
});
