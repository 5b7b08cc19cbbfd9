import { rm } from "node:fs/promises";
import { removeTaps } from "../network/index.ts";
import { removeRuntime, writeInstance } from "../state-dir/index.ts";
import type { Instance } from "./instance.ts";
import type { LiveQemu, ProcessEnd } from "./live-qemu.ts";
import { releaseOwnership } from "./ownership.ts";

/**
 * Removes everything that a process left, once it is known to be gone: consoles, taps, sockets, runtime file, the
 * permission to run. Safe to repeat after a crash at any line.
 */
export async function forgetProcess(
  instance: Instance,
  live: Pick<LiveQemu, "runtime" | "incarnation" | "markForgotten">,
  end: ProcessEnd,
): Promise<void> {
  const { services, uuid } = instance;
  for (const port of instance.ports) await port.detach();
  await removeTaps(live.runtime.taps, services.network.run);
  await rm(live.runtime.processDir, { recursive: true, force: true });
  instance.stored = { ...instance.stored, lastExit: { ...end, at: new Date().toISOString() } };
  await writeInstance(services.layout, instance.stored);
  await releaseOwnership(services, uuid, live.incarnation);
  await removeRuntime(services.layout, uuid);
  if (instance.live?.incarnation === live.incarnation) instance.live = undefined;
  instance.observe(end.state, end.reason);
  live.markForgotten();
}
