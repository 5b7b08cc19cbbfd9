import {
  GantryError,
  type MigrationOptions,
  type MigrationPlan,
  type MigrationResult,
  migrationOptionsSchema,
  migrationResultSchema,
  type Operation,
  parseOrThrow,
  postCopyWarning,
  timeoutActions,
} from "@gantry/kvm-core/model";
import { type Command, Option } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { recover } from "./recover.ts";
import { Session } from "./session.ts";

interface MigrateFlags {
  readonly to?: string;
  readonly newQemu?: true;
  readonly recover?: true;
  readonly choose?: "source" | "target";
  readonly yes?: true;
  readonly dryRun?: true;
  readonly offline?: true;
  readonly allowedPause: string;
  readonly bandwidth: string;
  readonly giveUpAfter: string;
  readonly onTimeout: string;
  readonly longerPause: string;
  readonly autoConverge?: true;
  readonly copyDisks?: string | true;
  readonly targetDirectory?: string;
  readonly deleteSource?: true;
}

/**
 * `migrate NAME --to HOST`: moves an instance, or only says what would happen. `--recover`: looks again at one whose move
 * could not be finished.
 */
export function addMigrateCommand(root: Command, surroundings: Surroundings): void {
  const { allowedPauseMs, timeoutSeconds, longerPauseMs } = migrationOptionsSchema.parse({});
  root
    .command("migrate <instance>")
    .description("move an instance to another host, or to a new QEMU, while its guest runs")
    .option("--to <host>", "where to; its own host means a new QEMU process there")
    .option("--new-qemu", "to a new process of the QEMU that its host has now, as after an upgrade")
    .option("--recover", "look again at a migration that is in doubt, and settle what can be settled")
    .addOption(
      new Option(
        "--choose <side>",
        "with --recover: take it over on this side, the other host being off",
      ).choices(["source", "target"]),
    )
    .option("--yes", "with --choose: the other host is off, and what it costs is understood")
    .option("--dry-run", "only make the checks and the forecast")
    .option("--offline", "hold the guest for the whole way")
    .option(
      "--copy-disks [disks]",
      "copy disks that the target does not share: all, or those named (root,data)",
    )
    .option("--target-directory <path>", "where the copies lie; without it under the same path")
    .option("--delete-source", "remove the files of copied disks here once the guest runs there")
    .option("--bandwidth <MiB/s>", "at most this much; 0: as fast as the link", "0")
    .option(
      "--allowed-pause <ms>",
      "how long the guest may be held at the switchover",
      String(allowedPauseMs),
    )
    .option("--give-up-after <s>", "then follows --on-timeout", String(timeoutSeconds))
    .option(
      "--on-timeout <what>",
      `${timeoutActions.join(", ")}; post-copy has no way back, and may lose the guest's memory`,
      "cancel",
    )
    .option("--longer-pause <ms>", "for --on-timeout longer-pause", String(longerPauseMs))
    .option("--auto-converge", "slow its processors down if it writes faster than the link carries")
    .action(async (instance: string, flags: MigrateFlags, command: Command) => {
      const wanted = targetOf(flags);
      const session = await Session.open(command, surroundings);
      const target =
        wanted === "own host" ? (await session.client.instances.get.query({ instance })).host : wanted?.host;
      if (target === undefined)
        return await recover(session, instance, {
          yes: flags.yes === true,
          ...(flags.choose && { choose: flags.choose }),
        });
      const input = { instance, target, options: optionsOf(flags) };
      if (flags.dryRun) {
        const { plan } = await session.client.migrations.plan.query(input);
        session.print({ plan }, planText(plan));
        if (plan.blocked) throw refused(plan);
        return;
      }
      if (input.options.onTimeout === "post-copy") session.note(`${postCopyWarning}\n`);
      const { operation } = await session.client.migrations.start.mutate(input);
      await session.finish(operation, (ended) => resultText(ended, target));
    });
}

/** Where to; undefined when it is to be looked at again. @throws GantryError `invalid_input` */
function targetOf({
  to,
  newQemu,
  recover,
  choose,
}: MigrateFlags): { readonly host: string } | "own host" | undefined {
  const ways = [to, newQemu, recover].filter((way) => way !== undefined).length;
  if (ways === 1 && recover === true) return undefined;
  if (ways === 1 && choose === undefined) return to === undefined ? "own host" : { host: to };
  throw new GantryError("invalid_input", {
    message:
      "Say where it goes with --to or --new-qemu, or --recover, but not both; --choose belongs to --recover.",
    hint: "gantry migrate NAME --to HOST, gantry migrate NAME --new-qemu, or gantry migrate NAME --recover",
  });
}

/** @throws GantryError `invalid_input` naming every field that is not possible. */
function optionsOf(flags: MigrateFlags): MigrationOptions {
  const { copyDisks, targetDirectory } = flags;
  const options = {
    live: flags.offline !== true,
    allowedPauseMs: Number(flags.allowedPause),
    bandwidth: Math.round(Number(flags.bandwidth) * 1_048_576),
    timeoutSeconds: Number(flags.giveUpAfter),
    onTimeout: flags.onTimeout,
    longerPauseMs: Number(flags.longerPause),
    autoConverge: flags.autoConverge === true,
    copyDisks: typeof copyDisks === "string" ? copyDisks.split(",") : copyDisks === true,
    ...(targetDirectory === undefined ? {} : { targetDirectory }),
    deleteSource: flags.deleteSource === true,
  };
  return parseOrThrow(migrationOptionsSchema, options, { what: "The migration" });
}

function planText({ checks, forecast }: MigrationPlan): string {
  const lines = checks.flatMap(({ level, message, evidence, fix }) => [
    `${level.padEnd(5)} ${message}`,
    ...(level === "pass" ? [] : [`      seen: ${evidence}`]),
    ...(fix === undefined || level === "pass" ? [] : [`      ${fix}`]),
  ]);
  const choices = forecast.choices.map(({ text }) => `      ${text}`);
  return `${[...lines, forecast.text, ...choices].join("\n")}\n`;
}

function resultText({ instance, result }: Operation, target: string): string {
  const parsed = migrationResultSchema.safeParse(result);
  const runs = `${instance} runs on ${target}`;
  if (!parsed.success) return runs;
  const { pauseMs, guestClock, source, afterTimeout } = parsed.data;
  const how = source === target ? `${runs} in a new QEMU process` : runs;
  const held = pauseMs === undefined ? "" : `; it was held for ${Math.round(pauseMs)} ms`;
  const clock = guestClock === "not set" ? ["its agent could not set its clock, which may be late"] : [];
  const late = afterTimeout === "post-copy" ? ["it did not move in time, and came by post-copy"] : [];
  return [`${how}${held}`, ...late, ...clock, ...diskLines(parsed.data)].join("\n");
}

/** What became of the files that the guest left behind. */
function diskLines({ disks, source }: MigrationResult): string[] {
  return disks.map(({ disk, sourceFile, targetFile, source: fate }) =>
    fate === "deleted"
      ? `disk ${disk} is ${targetFile} now; ${sourceFile} on ${source} was removed`
      : `disk ${disk} is ${targetFile} now; ${sourceFile} was kept on ${source} and can be removed`,
  );
}

function refused({ instance, target, checks }: MigrationPlan): GantryError {
  return new GantryError("checks_refused", {
    message: `${instance} cannot move to ${target}.`,
    hint: "Mend what the failed checks name, or choose another host.",
    details: { failed: checks.filter(({ level }) => level === "fail").map(({ code }) => code) },
  });
}
