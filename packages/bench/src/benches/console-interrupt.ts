import { setTimeout as delay } from "node:timers/promises";
import {
  buildLinuxGuest,
  defaultCacheDir,
  LINUX_GUEST_MEMORY_MIB,
  linuxGuestCommandLine,
} from "@gantry/demo-guest";
import { median } from "../figures/statistics.ts";
import type { Lab } from "../lab.ts";
import { ByHandQemu, sameCommand, withSerialSocket } from "../peers/by-hand-qemu.ts";
import type { BenchReport } from "../report/report.ts";
import { AgentViewer } from "../viewers/agent-viewer.ts";
import { SocketViewer } from "../viewers/socket-viewer.ts";
import type { Viewer } from "../viewers/viewer.ts";

const rounds = 10;
const floodBytes = 50_000;
const prompt = /# $/;
/** A guest that boots without KVM takes its time. */
const patienceMs = 120_000;

/** A Linux guest in which `yes` floods the console, and somebody presses Ctrl-C: how long until the prompt is back. */
export async function consoleInterrupt(lab: Lab): Promise<BenchReport> {
  const agent = await lab.agent();
  const { kernel, initrd } = await buildLinuxGuest({ cacheDir: defaultCacheDir(process.env) });
  const boot = { kernel, initrd, cmdline: linuxGuestCommandLine("linux") };
  await agent.calls.create({ name: "linux", memoryMiB: LINUX_GUEST_MEMORY_MIB, boot, disks: [] });
  const command = withSerialSocket(await sameCommand(agent, "linux", lab.directory));
  await agent.calls.start("linux");
  const ours = new Shell(lab.keep(await AgentViewer.open(agent, "linux")));
  await ours.prompted();
  const byHand = lab.keep(await ByHandQemu.spawn(command, lab.signal));
  const direct = new Shell(lab.keep(await SocketViewer.open(byHand.serialSocket)));
  await byHand.monitor.execute("cont");
  await direct.prompted();
  const [mine, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    lab.signal.throwIfAborted();
    mine.push(await ours.interrupt());
    theirs.push(await direct.interrupt());
  }
  return {
    bench: "Ctrl-C in a flood, until the prompt is back",
    series: [
      { subject: "agent's WebSocket", unit: "ms", values: mine },
      { subject: "plain Unix socket", unit: "ms", values: theirs },
    ],
    comparisons: [
      { name: "agent, median", unit: "ms", values: [median(mine)], aim: { atMost: 700 } },
      { name: "agent / plain socket", values: [median(mine) / median(theirs)] },
    ],
    notes: [],
  };
}

/** Somebody at a shell. */
class Shell {
  readonly #viewer: Viewer;
  #tail = "";

  constructor(viewer: Viewer) {
    this.#viewer = viewer;
    viewer.onBytes((bytes) => {
      this.#tail = (this.#tail + Buffer.from(bytes).toString("latin1")).slice(-200);
    });
  }

  async prompted(): Promise<void> {
    await this.#until(() => prompt.test(this.#tail.replace(/\u001b\[[\d;?]*[a-zA-Z]/g, "")));
  }

  async interrupt(): Promise<number> {
    const before = this.#viewer.received;
    this.#viewer.type(Buffer.from("yes\n"));
    await this.#until(() => this.#viewer.received > before + floodBytes);
    const at = performance.now();
    this.#viewer.type(Uint8Array.of(3));
    await this.prompted();
    return performance.now() - at;
  }

  async #until(condition: () => boolean): Promise<void> {
    const deadline = performance.now() + patienceMs;
    while (!condition()) {
      if (performance.now() > deadline)
        throw new Error(`The guest's last words were ${JSON.stringify(this.#tail)}.`);
      await delay(2);
    }
  }
}
