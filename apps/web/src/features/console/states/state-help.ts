import { type Message, msg } from "#lib/messages/translate.ts";
import type { PowerVerb } from "#lib/power-verbs.ts";
import type { InstanceState } from "@gantry/kvm-core/model";

/** What stands in the way of a talking guest, and the one verb that helps. */
export interface StateHelp {
  readonly text: Message;
  readonly verb?: PowerVerb;
  readonly label?: Message;
  /** What it wrote last tells why. */
  readonly hasLastWords?: true;
}

const startAndWatch = { verb: "start", label: msg("Start and watch it boot") } as const;

/** For each state in which a console is of no use; undefined while all is well. `{name}` in the text is the instance. */
export function helpFor(state: InstanceState): StateHelp | undefined {
  switch (state) {
    case "stopped":
      return {
        text: msg("{name} is stopped; what it last wrote, if anything, stands below."),
        ...startAndWatch,
      };
    case "crashed":
      return {
        text: msg("{name} has crashed; what it wrote last, if anything, stands below."),
        ...startAndWatch,
        hasLastWords: true,
      };
    case "panicked":
      return {
        text: msg("{name} has panicked; what it wrote last stands below."),
        verb: "reset",
        label: msg("Reset"),
        hasLastWords: true,
      };
    case "paused":
      return {
        text: msg("{name} is paused: it neither writes nor reads."),
        verb: "resume",
        label: msg("Resume"),
      };
    case "suspended":
      // Why, and what to do, is its reason.
      return { text: msg("{name} is suspended."), verb: "start", label: msg("Resume") };
    case "io-error":
      return {
        text: msg("{name} is held because a disk could not be written. Make room, then resume it."),
        verb: "resume",
        label: msg("Resume"),
      };
    case "unresponsive":
      return {
        text: msg("{name} cannot be controlled: QEMU does not answer."),
        verb: "force-stop",
        label: msg("Force stop"),
      };
    case "unknown":
      return { text: msg("{name} cannot be seen: its host does not answer. It is asked again by itself.") };
    case "starting":
    case "running":
    case "stopping":
    case "migrating":
    case "incoming":
      return undefined;
  }
}
