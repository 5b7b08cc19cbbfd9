import {
  GantryError,
  type MigrationPlan,
  migrationOptionsSchema,
  migrationResultSchema,
  type Operation,
} from "@gantry/kvm-core/model";
import type { Command } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { Session } from "./session.ts";

interface MigrateFlags {
  readonly to: string;
  readonly dryRun?: true;
  readonly offline?: true;
  readonly pause: string;
}

/** `migrate NAME --to HOST`: moves an instance, or only says what would happen. */
export function addMigrateCommand(root: Command, surroundings: Surroundings): void {
  root
    .command("migrate <instance>")
    .description("move an instance to another host while its guest runs")
    .requiredOption("--to <host>", "where to")
    .option("--dry-run", "only make the checks")
    .option("--offline", "hold the guest for the whole way")
    .option("--pause <ms>", "how long the guest may be held at the switchover", "300")
    .action(async (instance: string, flags: MigrateFlags, command: Command) => {
      const session = await Session.open(command, surroundings);
      const options = migrationOptionsSchema.parse({
        live: flags.offline !== true,
        allowedPauseMs: Number(flags.pause),
      });
      const input = { instance, target: flags.to, options };
      if (flags.dryRun) {
        const { plan } = await session.client.migrations.plan.query(input);
        session.print({ plan }, planText(plan));
        if (plan.blocked) throw refused(plan);
        return;
      }
      const { operation } = await session.client.migrations.start.mutate(input);
      await session.finish(operation, (ended) => resultText(ended, flags.to));
    });
}

function planText({ checks, forecast }: MigrationPlan): string {
  const lines = checks.flatMap(({ level, message, fix }) => [
    `${level.padEnd(5)} ${message}`,
    ...(fix === undefined || level === "pass" ? [] : [`      ${fix}`]),
  ]);
  return `${[...lines, forecast.text].join("\n")}\n`;
}

function resultText({ instance, result }: Operation, target: string): string {
  const parsed = migrationResultSchema.safeParse(result);
  const pause = parsed.success ? parsed.data.pauseMs : undefined;
  return `${instance} runs on ${target}${pause === undefined ? "" : `; it was held for ${Math.round(pause)} ms`}`;
}

function refused({ instance, target, checks }: MigrationPlan): GantryError {
  return new GantryError("checks_refused", {
    message: `${instance} cannot move to ${target}.`,
    hint: "Mend what the failed checks name, or choose another host.",
    details: { failed: checks.filter(({ level }) => level === "fail").map(({ code }) => code) },
  });
}
