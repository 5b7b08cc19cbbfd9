import { readBootId } from "../process/index.ts";
import { readEnding, readRuntime, type RuntimeFile } from "../state-dir/index.ts";
import { explainCrash } from "./explain-crash.ts";
import { forgetProcess } from "./forget-process.ts";
import type { Instance } from "./instance.ts";
import type { ProcessEnd } from "./live-qemu.ts";

/**
 * Cleans up after a process that ended while no monitor of it was open, and explains its end. Does nothing while a verb
 * works on the instance, which then does the same, nor after somebody else has done it.
 */
export async function buryDead(instance: Instance, runtime: RuntimeFile): Promise<void> {
  if (instance.lock.holder !== undefined) return;
  using _lock = instance.lock.take(instance.name, "clean up");
  const recorded = await readRuntime(instance.services.layout, instance.uuid);
  if (recorded?.incarnation !== runtime.incarnation) return;
  const gone = { runtime, incarnation: runtime.incarnation, markForgotten: () => undefined };
  await forgetProcess(instance, gone, await endOf(instance, runtime));
  if (instance.observedState === "crashed") instance.services.crashPolicy.resume(instance);
}

async function endOf(instance: Instance, runtime: RuntimeFile): Promise<ProcessEnd> {
  const { stored, services } = instance;
  const { lastExit } = stored;
  // Its end was known and written down before the former agent died: what ended on purpose is no crash.
  if (lastExit?.incarnation === runtime.incarnation) return lastExit;
  const ending = await readEnding(services.layout, runtime);
  if (ending !== undefined && "reason" in ending) return { state: "stopped", ...ending };
  const { bootId } = runtime.process;
  if (bootId !== (await readBootId())) {
    const ranUntilEndOf = ending?.stopWanted === "for good" ? undefined : bootId;
    return { state: "stopped", reason: "The host was restarted.", ranUntilEndOf };
  }
  const crash = await explainCrash(instance, { identity: runtime.process, exited: undefined });
  instance.stopWanted = ending?.stopWanted;
  using _ = { [Symbol.dispose]: () => void (instance.stopWanted = undefined) };
  return services.crashPolicy.decide(instance, crash, runtime.startedAt);
}
