import { type Operation, operationSubject } from "@gantry/kvm-core/model";
import type { Command } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { duration, table } from "../terminal/table.ts";
import { Session } from "./session.ts";

/** `operation list`, `show`, `watch`, `cancel`: long work. */
export function addOperationCommands(root: Command, surroundings: Surroundings): void {
  const open = (command: Command) => Session.open(command, surroundings);
  const operations = root.command("operation").description("long work, going on and past");

  operations
    .command("list")
    .description("the newest ones of all hosts")
    .option("--instance <instance>", "only those of this one")
    .action(async (flags: { readonly instance?: string }, command: Command) => {
      const session = await open(command);
      const answer = await session.client.operations.list.query(flags);
      const rows = answer.operations.map(({ id, kind, instance, host, status, createdAt }) => [
        ...[id, kind, instance, host, status],
        duration(Date.now() - Date.parse(createdAt)),
      ]);
      session.print(answer, table(["ID", "KIND", "INSTANCE", "HOST", "STATUS", "AGE"], rows));
    });

  operations
    .command("show <id>")
    .description("its steps and how it ended; with --json all that was measured")
    .action(async (id: string, _flags: object, command: Command) => {
      const session = await open(command);
      const { operation } = await session.client.operations.get.query({ id });
      session.print({ operation }, shown(operation));
    });

  operations
    .command("watch <id>")
    .description("wait for the end of one")
    .action(async (id: string, _flags: object, command: Command) => {
      const session = await open(command);
      const { operation } = await session.client.operations.get.query({ id });
      await session.finish(
        operation,
        (ended) => `${ended.kind} of ${operationSubject(ended)} ${ended.status}`,
      );
    });

  operations
    .command("cancel <id>")
    .description("ask one to stop and undo what it did")
    .action(async (id: string, _flags: object, command: Command) => {
      const session = await open(command);
      const { operation } = await session.client.operations.cancel.mutate({ id });
      session.print(
        { operation },
        `${operation.kind} of ${operationSubject(operation)} is ${operation.status}\n`,
      );
    });
}

function shown(operation: Operation): string {
  const { id, kind, host, status, steps, progress, error } = operation;
  const rows = steps.map(({ name, status: how, note = "" }) => [name, how, note]);
  const lines = [
    `${kind} of ${operationSubject(operation)} on ${host}: ${status} (${id})`,
    ...(progress === undefined ? [] : [progress.text]),
    ...(error === undefined ? [] : [`${error.code}: ${error.message}`, error.hint]),
  ];
  return `${lines.join("\n")}\n${table(["STEP", "STATUS", "NOTE"], rows)}`;
}
