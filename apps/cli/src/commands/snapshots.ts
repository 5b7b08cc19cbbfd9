import { parseOrThrow, type Snapshot, takeSnapshotInput } from "@gantry/kvm-core/model";
import type { Command } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { bytes } from "../terminal/figures-table.ts";
import { duration, table } from "../terminal/table.ts";
import { Session } from "./session.ts";

interface TakeFlags {
  readonly memory: boolean;
  readonly quiesce?: true;
}

/** `snapshot list`, `take`, `revert`, `delete`: moments of one instance. */
export function addSnapshotCommands(root: Command, surroundings: Surroundings): void {
  const open = (command: Command) => Session.open(command, surroundings);
  const snapshot = root.command("snapshot").description("moments of an instance that can be gone back to");

  snapshot
    .command("list <instance>")
    .description("those that its images hold, the oldest first")
    .action(async (instance: string, _flags: object, command: Command) => {
      const session = await open(command);
      const answer = await session.client.snapshots.list.query({ instance });
      session.print(answer, table(["NAME", "AGE", "MEMORY", "DISKS"], answer.snapshots.map(rowOf)));
    });

  snapshot
    .command("take <instance> <name>")
    .description("keep this moment of all disks, and of the guest's memory when there is one")
    .option("--no-memory", "the disks alone, without holding the guest")
    .option("--quiesce", "let the guest's agent bring its file systems to rest; with --no-memory")
    .action(async (instance: string, name: string, flags: TakeFlags, command: Command) => {
      const session = await open(command);
      const wanted = { instance, name, quiesce: flags.quiesce, ...(!flags.memory && { memory: false }) };
      const input = parseOrThrow(takeSnapshotInput, wanted, { what: "The snapshot" });
      const { operation } = await session.client.snapshots.take.mutate(input);
      await session.finish(operation, () => `${instance} has snapshot ${name}`);
    });

  for (const verb of ["revert", "delete"] as const) {
    snapshot
      .command(`${verb} <instance> <name>`)
      .description(verb === "revert" ? "go back to it; what is there now is lost" : "forget it")
      .action(async (instance: string, name: string, _flags: object, command: Command) => {
        const session = await open(command);
        const { operation } = await session.client.snapshots[verb].mutate({ instance, name });
        const done = verb === "revert" ? `is as it was at ${name}` : `has no snapshot ${name} any more`;
        await session.finish(operation, () => `${instance} ${done}`);
      });
  }
}

function rowOf({ name, takenAt, memory, memoryBytes, disks, complete }: Snapshot): string[] {
  const missing = disks.filter(({ present }) => !present).map(({ disk }) => disk);
  return [
    ...[name, duration(Date.now() - Date.parse(takenAt)), memory ? bytes(memoryBytes) : "-"],
    complete ? String(disks.length) : `incomplete: not in ${missing.join(", ")}`,
  ];
}
