import { GantryError } from "../model/error.ts";
import { type Ending, noteEnding, type RuntimeFile } from "../state-dir/index.ts";
import type { Instance } from "./instance.ts";
import type { LiveQemu, ProcessEnd } from "./live-qemu.ts";

/** An end that was wanted. */
export type WantedEnd = ProcessEnd & { readonly state: "stopped" };

/** Ends a process, having noted why: should this agent die meanwhile, the next one does not take it for a crash. */
export async function endOnPurpose(instance: Instance, live: LiveQemu, end: WantedEnd): Promise<void> {
  const { reason, ranUntilEndOf } = end;
  live.intendedEnd = end;
  await noteUnlessFull(instance, live.runtime, { reason, ranUntilEndOf });
  await live.end(end);
}

/** Notes what the end of a process will mean. A disk that is full keeps nobody from pulling the plug. */
export async function noteUnlessFull(
  { services, name }: Instance,
  process: Pick<RuntimeFile, "uuid" | "incarnation">,
  ending: Ending,
): Promise<void> {
  await noteEnding(services.layout, process, ending).catch((error: unknown) => {
    services.log("warn", `${name}: what the end of its QEMU will mean could not be noted`, {
      error: GantryError.from(error).message,
    });
  });
}
