import { stateOfRunState } from "../model/state.ts";
import { GantryError } from "../model/error.ts";
import { isIncarnation, lastWords, readBootId } from "../process/index.ts";
import { cont, QmpConnection, queryChardevs, queryStatus } from "../qmp/index.ts";
import { processPaths, readRuntime, type RuntimeFile } from "../state-dir/index.ts";
import { forgetProcess } from "./forget-process.ts";
import type { Instance } from "./instance.ts";
import { LiveQemu, type ProcessEnd } from "./live-qemu.ts";
import { settleNics } from "./nics/settle-nics.ts";
import { openRunGate } from "./run-gate.ts";
import { transcriptTo } from "./qmp-transcript.ts";
import { observeStatus, watchProcess } from "./watch-process.ts";

/**
 * Takes up the process that a former agent left, after it has proven to be the same one: boot, pid, start time,
 * incarnation in its command line, and once more over QMP. A dead one is cleaned up and its end explained.
 */
export async function adoptInstance(instance: Instance): Promise<void> {
  const runtime = await readRuntime(instance.services.layout, instance.uuid);
  if (runtime === undefined) return;
  if (!(await isIncarnation(runtime.process, runtime.incarnation))) return await buryDead(instance, runtime);
  const monitor = await connect(instance, runtime);
  if (monitor === undefined) return;
  const live = new LiveQemu(runtime, monitor);
  instance.live = live;
  watchProcess(instance, live);
  for (const [index, port] of instance.ports.entries()) {
    await port.attach(live.paths.serial(index)).catch((error: unknown) => {
      instance.services.log("warn", `${instance.name}: serial port ${index} could not be attached`, {
        error: GantryError.from(error).message,
      });
    });
  }
  await settleNics(instance, live);
  const { status } = await queryStatus(monitor);
  if (status === "prelaunch") return await letRun(instance, live);
  if (status === "shutdown")
    return await live.end({ state: "stopped", reason: "The guest shut down while no agent ran." });
  instance.observe(stateOfRunState(status), undefined, runtime.startedAt);
}

/** The former agent died between the launch, or a reset, and the run gate: what was asked for is finished. */
async function letRun(instance: Instance, live: LiveQemu): Promise<void> {
  for (const port of instance.ports) await port.markBoot();
  await openRunGate(instance.services, live, () => cont(live.monitor));
  await observeStatus(instance, live);
}

async function connect(instance: Instance, runtime: RuntimeFile): Promise<QmpConnection | undefined> {
  const paths = processPaths(runtime.processDir);
  try {
    const monitor = await QmpConnection.open({
      path: paths.monitor,
      // The process lives: a socket that is not there now will never be.
      connectTimeoutMs: 0,
      greetingTimeoutMs: 2000,
      transcript: transcriptTo(instance.services.layout.transcript(instance.uuid)),
    });
    const labels = (await queryChardevs(monitor)).map((chardev) => chardev.label);
    if (labels.includes(`monitor-${runtime.incarnation}`)) return monitor;
    monitor.close();
    instance.observe("unresponsive", "Its monitor is answered by another QEMU process.");
  } catch (error) {
    instance.observe(
      "unresponsive",
      `QEMU process ${runtime.process.pid} lives but its monitor does not answer: ${GantryError.from(error).message}`,
    );
  }
  return undefined;
}

async function buryDead(instance: Instance, runtime: RuntimeFile): Promise<void> {
  const { lastExit } = instance.stored;
  // Its end was known and written down before the former agent died: what ended on purpose is no crash.
  if (lastExit !== null && lastExit.at > runtime.startedAt) return await forget(instance, runtime, lastExit);
  const words = await lastWords(instance.services.layout.qemuLog(instance.uuid));
  const end: ProcessEnd =
    runtime.process.bootId === (await readBootId())
      ? { state: "crashed", reason: `QEMU ended while no agent ran: ${words}` }
      : { state: "stopped", reason: "The host was restarted." };
  await forget(instance, runtime, end);
}

async function forget(
  instance: Instance,
  runtime: RuntimeFile,
  { state, reason }: ProcessEnd,
): Promise<void> {
  const gone = { runtime, incarnation: runtime.incarnation, markForgotten: () => undefined };
  await forgetProcess(instance, gone, { state, reason });
  if (state === "crashed") instance.services.crashPolicy(instance);
}
