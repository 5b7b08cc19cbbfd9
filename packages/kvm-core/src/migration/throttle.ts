import type { MigrationOptions } from "../model/migration.ts";
import type { MigrationParameters } from "../qmp/index.ts";

/** QEMU's own steps (20, then 10 more a pass) take ten times as long to come to a rate that ends. */
const slowing = { "cpu-throttle-initial": 40, "cpu-throttle-increment": 20, "max-cpu-throttle": 99 } as const;
/** The smallest that QEMU takes: as good as none. */
const none = { "cpu-throttle-initial": 1, "cpu-throttle-increment": 1, "max-cpu-throttle": 1 } as const;

type Options = Pick<MigrationOptions, "autoConverge" | "onTimeout">;

/** Whether the guest's processors may come to be slowed down. QEMU has to know that before it starts. */
export function mayThrottle({ autoConverge, onTimeout }: Options): boolean {
  return autoConverge || onTimeout === "throttle";
}

/** How much they are slowed down from the beginning: only when that was asked for. */
export function throttleAtFirst(options: Options): MigrationParameters {
  if (!mayThrottle(options)) return {};
  return options.autoConverge ? slowing : none;
}

/** The processors are slowed down from now on, more with each pass. */
export function throttleNow(): MigrationParameters {
  return slowing;
}
