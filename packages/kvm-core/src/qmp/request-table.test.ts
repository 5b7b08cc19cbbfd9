import * as z from "zod";
import { describe, expect, test } from "vitest";
import { RequestTable } from "./request-table.ts";

const sentSchema = z.object({
  execute: z.string().optional(),
  "exec-oob": z.string().optional(),
  id: z.number(),
});

/** A table, and what it sent. */
function tableWithWire() {
  const sent: { readonly command: string; readonly id: number }[] = [];
  const table = new RequestTable((line) => {
    const { execute, "exec-oob": outOfBand, id } = sentSchema.parse(JSON.parse(line));
    sent.push({ command: execute ?? `oob ${outOfBand}`, id });
  });
  const ask = (command: string, patience = {}) => table.ask({ lane: "execute", command }, patience);
  const rescue = (command: string) => table.ask({ lane: "exec-oob", command }, {});
  const answer = (id: number, value: unknown) => table.take({ kind: "return", id, value });
  return { table, sent, ask, rescue, answer };
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `c${index + 1}`);

describe("The request table", () => {
  test("gives each caller the reply with its own id, in whatever order they come", async () => {
    const { ask, answer, sent } = tableWithWire();
    const replies = Promise.all(names(3).map((name) => ask(name)));
    for (const { command, id } of [...sent].reverse()) answer(id, `to ${command}`);
    expect(await replies).toEqual(["to c1", "to c2", "to c3"]);
  });

  test("keeps fewer commands in QEMU than make it stop reading, and lets a rescue overtake them", async () => {
    const { ask, rescue, answer, sent } = tableWithWire();
    const replies = Promise.all(names(10).map((name) => ask(name)));
    const rescued = rescue("yank");
    expect(sent.map(({ command }) => command)).toEqual([...names(6), "oob yank"]);
    answer(7, "free");
    expect(await rescued).toBe("free");
    for (let index = 0; index < sent.length; index += 1) answer(sent[index]?.id ?? 0, index);
    expect(await replies).toHaveLength(10);
    expect(sent.map(({ command }) => command)).toEqual([...names(6), "oob yank", "c7", "c8", "c9", "c10"]);
  });

  test("keeps the place of a command whose caller gave up until QEMU answers it", async () => {
    const { ask, answer, sent } = tableWithWire();
    const given = names(6).map((name) => ask(name, { timeoutMs: 1 }));
    for (const outcome of await Promise.allSettled(given)) {
      expect(outcome).toMatchObject({ reason: { code: "monitor_timeout" } });
    }
    const next = ask("next");
    expect(sent).toHaveLength(6);
    expect(answer(1, "late")).toBe(true);
    expect(sent.at(-1)?.command).toBe("next");
    answer(7, "in time");
    expect(await next).toBe("in time");
  });

  test("never sends what was given up while it waited", async () => {
    const { ask, answer, sent } = tableWithWire();
    const held = names(6).map((name) => ask(name));
    const controller = new AbortController();
    const waiting = ask("never", { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: "cancelled" });
    for (let id = 1; id <= 6; id += 1) answer(id, "done");
    await Promise.all(held);
    expect(sent.map(({ command }) => command)).not.toContain("never");
  });

  test("rejects with QEMU's class and sentence", async () => {
    const { table, ask } = tableWithWire();
    const asking = ask("cont");
    table.take({
      kind: "error",
      id: 1,
      qmpClass: "GenericError",
      desc: "Resetting the Virtual Machine is required",
    });
    await expect(asking).rejects.toMatchObject({
      code: "monitor_failed",
      details: {
        command: "cont",
        qmpClass: "GenericError",
        desc: "Resetting the Virtual Machine is required",
      },
    });
  });

  test("does not know replies that nobody asked for", () => {
    const { answer, table } = tableWithWire();
    expect(answer(5, {})).toBe(false);
    expect(
      table.take({ kind: "error", id: undefined, qmpClass: "GenericError", desc: "JSON parse error" }),
    ).toBe(false);
  });

  test("rejects everything at its close, sent or not, and everything after", async () => {
    const { table, ask } = tableWithWire();
    const all = names(9).map((name) => ask(name));
    const gone = new Error("gone");
    table.close(gone);
    table.close(new Error("again"));
    for (const outcome of await Promise.allSettled([...all, ask("later")])) {
      expect(outcome).toEqual({ status: "rejected", reason: gone });
    }
  });
});
