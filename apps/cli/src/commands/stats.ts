import { setTimeout as delay } from "node:timers/promises";
import { type FiguresRow, GantryError } from "@gantry/kvm-core/model";
import type { Command } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { figuresTable } from "../terminal/figures-table.ts";
import { secondsNumber } from "./option-values.ts";
import { Session } from "./session.ts";

/** `stats [NAME]`: what instances use. */
export function addStatsCommand(root: Command, surroundings: Surroundings): void {
  root
    .command("stats [instance]")
    .description("what one instance or all of them use: totals since they were started")
    .option(
      "--watch <seconds>",
      "again and again, and what came since the time before, until Ctrl-C",
      secondsNumber,
    )
    .action(async (instance: string | undefined, flags: { watch?: number }, command: Command) => {
      const session = await Session.open(command, surroundings);
      const { interrupted } = surroundings;
      let before: readonly FiguresRow[] = [];
      for (;;) {
        const rows = await figuresOf(session, instance);
        session.print({ instances: rows }, figuresTable(rows, before));
        if (flags.watch === undefined) return;
        before = rows;
        await delay(flags.watch * 1000, undefined, { signal: interrupted });
      }
    });
}

async function figuresOf(session: Session, instance: string | undefined): Promise<FiguresRow[]> {
  const { instances } = await session.client.instances.figures.query();
  if (instance === undefined) return instances;
  const rows = instances.filter(({ name, uuid }) => name === instance || uuid === instance);
  if (rows.length > 0) return rows;
  throw new GantryError("not_found", {
    message: `There is no instance ${instance} on a host that answers.`,
    hint: "`gantry list` shows those there are.",
  });
}
