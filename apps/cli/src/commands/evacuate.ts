import {
  type EvacuationOptions,
  evacuationOptionsSchema,
  type EvacuationPlan,
  evacuationResultSchema,
  GantryError,
  type Operation,
  parseOrThrow,
} from "@gantry/kvm-core/model";
import type { Command } from "commander";
import { table } from "../terminal/table.ts";
import { positiveNumber, secondsNumber } from "./option-values.ts";
import type { Session } from "./session.ts";

interface EvacuateFlags {
  readonly dryRun?: true;
  readonly concurrency: number;
  readonly allowShutdown?: true;
  readonly patience?: number;
  readonly order?: string;
  readonly copyDisks?: true;
  readonly maintenance: boolean;
  readonly reason?: string;
}

/** `host evacuate HOST`: moves everything that runs on a host to the others, or only says what would happen. */
export function addEvacuateCommand(host: Command, open: (command: Command) => Promise<Session>): void {
  host
    .command("evacuate <host>")
    .description("move every guest of a host to the others, and set it into maintenance before")
    .option("--dry-run", "only say which would move where, be shut down, stay, or is blocked")
    .option(
      "--concurrency <number>",
      "moves at the same time, at most 4; they share the link",
      positiveNumber,
      1,
    )
    .option("--allow-shutdown", "shut down what runs and cannot move")
    .option("--patience <seconds>", "how long a guest may take to shut down", secondsNumber)
    .option(
      "--order <instances>",
      "these go first, in this order (a,b,c); the others follow, the quickest first",
    )
    .option("--copy-disks", "copy disks that a target does not share")
    .option("--no-maintenance", "do not set the host into maintenance")
    .option("--reason <text>", "of the maintenance, for everybody who looks at the host")
    .action(async (name: string, flags: EvacuateFlags, command: Command) => {
      const session = await open(command);
      const options = optionsOf(flags);
      if (flags.dryRun) {
        const { plan } = await session.client.hosts.evacuationPlan.query({ host: name, options });
        session.print({ plan }, planText(plan));
        const blocked = plan.rows.filter((row) => row.class === "blocked").map(({ instance }) => instance);
        if (blocked.length > 0) throw refused(name, blocked);
        return;
      }
      const { maintenance, reason } = flags;
      const input = { host: name, options, maintenance, ...(reason !== undefined && { reason }) };
      const { operation } = await session.client.hosts.evacuate.mutate(input);
      await session.finish(operation, resultText);
    });
}

/** @throws GantryError `invalid_input` naming every field that is not possible. */
function optionsOf({ order, copyDisks, patience, ...flags }: EvacuateFlags): EvacuationOptions {
  const options = {
    concurrency: flags.concurrency,
    allowShutdown: flags.allowShutdown === true,
    ...(patience !== undefined && { shutdownTimeoutSeconds: patience }),
    ...(order !== undefined && { order: order.split(",").map((name) => name.trim()) }),
    migration: { copyDisks: copyDisks === true },
  };
  return parseOrThrow(evacuationOptionsSchema, options, { what: "The evacuation" });
}

function planText({ rows, text }: EvacuationPlan): string {
  const lines = rows.map(({ instance, class: kind, target, offers, why, fix }) => {
    const seconds = offers.find((offer) => offer.target === target)?.forecast?.seconds;
    const time = seconds === undefined ? "" : `${Math.max(1, Math.ceil(seconds))} s`;
    return [instance, kind, target ?? "", time, [why, fix ?? ""].join(" ").trim()];
  });
  return `${table(["INSTANCE", "WHAT", "TO", "TIME", "WHY"], lines)}${text}\n`;
}

function resultText({ host, result }: Operation): string {
  const parsed = evacuationResultSchema.safeParse(result);
  if (!parsed.success) return `${host} was emptied`;
  const { rows, text } = parsed.data;
  return [...rows.map((row) => `${row.instance}: ${row.text}`), `${host}: ${text}`].join("\n");
}

function refused(host: string, blocked: readonly string[]): GantryError {
  return new GantryError("checks_refused", {
    message: `${host} cannot be emptied: ${blocked.join(", ")} ${blocked.length === 1 ? "is" : "are"} blocked.`,
    hint: "Mend what the plan names, or allow them to be shut down with --allow-shutdown.",
    details: { host, blocked },
  });
}
