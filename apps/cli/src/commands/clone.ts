import { parseOrThrow, cloneInput } from "@gantry/kvm-core/model";
import type { Command } from "commander";
import * as z from "zod";
import type { Surroundings } from "../surroundings.ts";
import { Session } from "./session.ts";

const resultSchema = z.object({ notes: z.array(z.string()) });

/** `clone NAME NEW`: another instance like a stopped one. */
export function addCloneCommand(root: Command, surroundings: Surroundings): void {
  root
    .command("clone <instance> <name>")
    .description("make another instance like a stopped one, with disks of its own")
    .option("--linked", "its disks hold only what becomes different; the original's must not change any more")
    .option("--snapshot <name>", "of this snapshot instead of the present disks")
    .option("--even-in-maintenance", "although its host is in maintenance")
    .action(
      async (
        instance: string,
        name: string,
        flags: { linked?: true; snapshot?: string; evenInMaintenance?: true },
        command: Command,
      ) => {
        const session = await Session.open(command, surroundings);
        const input = parseOrThrow(cloneInput, { instance, name, ...flags }, { what: "The clone" });
        const { operation } = await session.client.instances.clone.mutate(input);
        await session.finish(operation, ({ host, result }) => {
          const notes = resultSchema.safeParse(result).data?.notes ?? [];
          return [`${name} is on ${host}`, ...notes].join("\n");
        });
      },
    );
}
