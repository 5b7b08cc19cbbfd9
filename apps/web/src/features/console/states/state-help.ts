import type { PowerVerb } from "#lib/power-verbs.ts";
import type { InstanceState } from "@gantry/kvm-core/model";

/** What stands in the way of a talking guest, and the one verb that helps. */
export interface StateHelp {
  readonly text: string;
  readonly verb?: PowerVerb;
  readonly label?: string;
  /** What it wrote last tells why. */
  readonly hasLastWords?: true;
}

const startAndWatch = { verb: "start", label: "Start and watch it boot" } as const;

/** For each state in which a console is of no use; undefined while all is well. The text goes on after the name. */
export function helpFor(state: InstanceState): StateHelp | undefined {
  switch (state) {
    case "stopped":
      return { text: "is stopped; what it last wrote, if anything, stands below.", ...startAndWatch };
    case "crashed":
      return {
        text: "has crashed; what it wrote last, if anything, stands below.",
        ...startAndWatch,
        hasLastWords: true,
      };
    case "panicked":
      return {
        text: "has panicked; what it wrote last stands below.",
        verb: "reset",
        label: "Reset",
        hasLastWords: true,
      };
    case "paused":
      return { text: "is paused: it neither writes nor reads.", verb: "resume", label: "Resume" };
    case "suspended":
      // Why, and what to do, is its reason.
      return { text: "is suspended.", verb: "start", label: "Resume" };
    case "io-error":
      return {
        text: "is held because a disk could not be written. Make room, then resume it.",
        verb: "resume",
        label: "Resume",
      };
    case "unresponsive":
      return { text: "cannot be controlled: QEMU does not answer.", verb: "force-stop", label: "Force stop" };
    case "unknown":
      return { text: "cannot be seen: its host does not answer. It is asked again by itself." };
    case "starting":
    case "running":
    case "stopping":
    case "migrating":
    case "incoming":
      return undefined;
  }
}
