import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { until } from "../testing/temporary-host.ts";
import { interviewQemu } from "./qemu-probe.ts";

const binary = "qemu-system-x86_64";
/** Its answer has 200 kB, three times what a pipe holds. */
const question = { execute: "query-qmp-schema" };

test("a QEMU is heard to its end, however late it is listened to", async () => {
  const answers = interviewQemu(binary, [question, question, question]);
  // As when the host is busy: nothing is read meanwhile, and QEMU has been asked everything.
  await new Promise<void>((resolve) => setImmediate(resolve));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
  const [first, ...others] = await answers;
  expect(first).toHaveProperty("returned");
  expect(others).toEqual([first, first]);
});

/** Begins to ask a QEMU, and hangs. */
const asking = `
  import { interviewQemu } from ${JSON.stringify(import.meta.resolve("./qemu-probe.ts"))};
  void interviewQemu(${JSON.stringify(binary)}, []);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
`;

test("a QEMU that is asked does not outlive the agent that asks, not even one that is killed", async () => {
  const agent = spawn(process.execPath, ["--input-type=module", "--eval", asking], { stdio: "ignore" });
  try {
    await until(async () => (await qemusOf(agent.pid)).length === 1);
    const [qemu = ""] = await qemusOf(agent.pid);
    agent.kill("SIGKILL");
    await until(async () => (await commandOf(qemu)) === "");
  } finally {
    agent.kill("SIGKILL");
  }
});

/** Pids of its children that have become QEMU. */
async function qemusOf(pid: number | undefined): Promise<string[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  const commands = await Promise.all(
    children
      .split(" ")
      .filter((child) => child !== "")
      .map(async (child) => ({ child, command: await commandOf(child) })),
  );
  return commands.filter(({ command }) => command.startsWith(binary)).map(({ child }) => child);
}

/** Empty once it is gone: one that nobody has asked about yet has no command line any more. */
async function commandOf(pid: string): Promise<string> {
  return await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
}
