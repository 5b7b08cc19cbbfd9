import { dirname, join } from "node:path";
import type { ByHandCommand } from "./by-hand-qemu.ts";
import { ByHandQemu } from "./by-hand-qemu.ts";

const capabilities = [
  "events",
  "return-path",
  "pause-before-switchover",
  "late-block-activate",
  "validate-uuid",
].map((capability) => ({ capability, state: true }));

/** The same command line for the other side of a migration. */
export function waiting({ argv, ...rest }: ByHandCommand): ByHandCommand {
  const [binary, ...args] = argv;
  return { ...rest, argv: [binary, ...args, "-incoming", "defer"] };
}

/**
 * Moves a running guest as somebody would with nothing but QMP: the same safe order, and no record of who may run it.
 *
 * @returns the new process, running, and the milliseconds from before it was spawned.
 */
export async function moveByHand(
  source: ByHandQemu,
  command: ByHandCommand,
  signal: AbortSignal,
): Promise<{ readonly target: ByHandQemu; readonly ms: number }> {
  const before = performance.now();
  const target = await ByHandQemu.spawn(waiting(command), signal);
  const socket = join(dirname(command.monitor), "move.sock");
  await target.monitor.execute("migrate-set-capabilities", { capabilities });
  await source.monitor.execute("migrate-set-capabilities", { capabilities });
  await source.monitor.execute("migrate-set-parameters", { "max-bandwidth": 0, "downtime-limit": 30 });
  await target.monitor.execute("migrate-incoming", { uri: `unix:${socket}` });
  await source.monitor.execute("migrate", { uri: `unix:${socket}` });
  await source.monitor.untilMigration("pre-switchover");
  await source.monitor.execute("migrate-continue", { state: "pre-switchover" });
  await source.monitor.untilMigration("completed");
  await target.monitor.execute("cont");
  await target.monitor.untilRunning();
  await source[Symbol.asyncDispose]();
  return { target, ms: performance.now() - before };
}
