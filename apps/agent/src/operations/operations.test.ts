import { GantryError, type Operation } from "@gantry/kvm-core/model";
import { openStore } from "@gantry/store";
import { describe, expect, it } from "vitest";
import { Operations } from "./operations.ts";

const about = { kind: "instance.start", instance: "web-1", actor: "ada" } as const;
const wait = { timeoutMs: 10_000 };

describe("An operation", () => {
  it("is answered at once and ends with its steps, progress and result", async () => {
    using store = openStore(":memory:");
    const operations = new Operations("host-a", store.operations);
    const begun = operations.begin(about, async (context) => {
      context.step("launch", "running");
      context.step("launch", "done", "with a note");
      context.progress(0.5, "half");
      return { figure: 42 };
    });
    expect(["queued", "running"]).toContain(begun.status);
    const ended = await operations.wait(begun.id, wait);
    expect(ended).toMatchObject({
      status: "succeeded",
      host: "host-a",
      actor: "ada",
      steps: [{ name: "launch", status: "done", note: "with a note" }],
      progress: { fraction: 0.5, text: "half" },
      result: { figure: 42 },
    });
    expect(store.operations.find(begun.id)).toEqual(ended);
  });

  it("goes on while it cannot be written down, and is written down with the next that can be", async () => {
    using store = openStore(":memory:");
    const full = new Error("database or disk is full");
    let isFull = true;
    const table = store.operations;
    const failing = {
      save: (operation: Operation) => {
        if (isFull) throw full;
        table.save(operation);
      },
      find: (id: string) => table.find(id),
      newest: (limit: number) => table.newest(limit),
      unended: () => table.unended(),
      prune: (keep: number) => {
        if (isFull) throw full;
        table.prune(keep);
      },
    };
    const heard = new Set<unknown>();
    const operations = new Operations("host-a", failing, (error) => heard.add(error));
    const { id } = operations.begin(about, async (context) => context.step("launch", "running"));
    expect(await operations.wait(id, wait)).toMatchObject({ status: "succeeded" });
    await expect.poll(() => operations.find(id)?.status).toBe("succeeded");
    expect(operations.newest(10).map((one) => one.id)).toEqual([id]);
    expect(table.find(id)).toBeUndefined();
    expect([...heard]).toEqual([full]);
    isFull = false;
    const next = operations.begin(about, async () => undefined);
    await operations.wait(next.id, wait);
    expect(table.find(id)).toMatchObject({ status: "succeeded", steps: [{ name: "launch" }] });
  });

  it("keeps the whole error of what failed", async () => {
    using store = openStore(":memory:");
    const operations = new Operations("host-a", store.operations);
    const error = new GantryError("file_missing", { message: "No such disk.", hint: "Make it." });
    const { id } = operations.begin(about, () => Promise.reject(error));
    expect(await operations.wait(id, wait)).toMatchObject({
      status: "failed",
      error: { code: "file_missing" },
    });
  });

  it("can be cancelled exactly while it says so", async () => {
    using store = openStore(":memory:");
    const operations = new Operations("host-a", store.operations);
    const begun = Promise.withResolvers<void>();
    const { id } = operations.begin(about, async ({ signal, mayCancel }) => {
      mayCancel(true);
      begun.resolve();
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      signal.throwIfAborted();
    });
    await begun.promise;
    operations.cancel(id);
    expect((await operations.wait(id, wait)).status).toBe("cancelled");
    expect(() => operations.cancel(id)).toThrow(expect.objectContaining({ code: "wrong_state" }));
    expect(() => operations.cancel("nothing")).toThrow(expect.objectContaining({ code: "not_found" }));
  });

  it("that needs a person is in doubt, neither failed nor done", async () => {
    using store = openStore(":memory:");
    const operations = new Operations("host-a", store.operations);
    const doubt = new GantryError("migration_in_doubt", { message: "Nobody knows.", hint: "Look." });
    const { id } = operations.begin({ ...about, kind: "instance.migrate" }, () => Promise.reject(doubt));
    expect((await operations.wait(id, wait)).status).toBe("in-doubt");
  });

  it("that an agent left unfinished has failed, and says that the guest was not touched", () => {
    using store = openStore(":memory:");
    const running: Operation = {
      ...about,
      id: "1",
      host: "host-a",
      status: "running",
      createdAt: "2026-01-01T00:00:00Z",
      steps: [{ name: "launch", status: "running" }],
      mayCancel: true,
    };
    store.operations.save(running);
    new Operations("host-a", store.operations).endInterrupted();
    expect(store.operations.find("1")).toMatchObject({
      status: "failed",
      mayCancel: false,
      steps: [{ name: "launch", status: "failed" }],
      error: { code: "cancelled", where: expect.stringContaining("web-1") },
    });
  });

  it("is heard of with every change", async () => {
    using store = openStore(":memory:");
    const operations = new Operations("host-a", store.operations);
    const statuses: string[] = [];
    using _ = operations.onChange(({ status }) => statuses.push(status));
    const { id } = operations.begin(about, async () => undefined);
    await operations.wait(id, wait);
    expect(statuses).toEqual(["queued", "running", "succeeded"]);
  });

  it("is heard of once for all that its work says in one go, and holds all of it", async () => {
    using store = openStore(":memory:");
    const operations = new Operations("host-a", store.operations);
    const goOn = Promise.withResolvers<void>();
    const heard: string[] = [];
    using _ = operations.onChange(({ mayCancel, steps }) => {
      heard.push(`${mayCancel} ${steps.map(({ name, status }) => `${name} ${status}`).join(", ")}`);
      if (steps.length === 2) goOn.resolve();
    });
    const { id } = operations.begin(about, async (context) => {
      context.mayCancel(true);
      context.step("one", "running");
      context.step("one", "done");
      context.step("two", "running");
      await goOn.promise;
      context.step("two", "done");
    });
    // Whoever asks before it is told knows it already.
    expect(operations.get(id)).toMatchObject({ mayCancel: true, steps: [{}, { name: "two" }] });
    await operations.wait(id, wait);
    expect(heard).toEqual(["false ", "false ", "true one done, two running", "false one done, two done"]);
    expect(store.operations.find(id)).toMatchObject({ status: "succeeded", steps: [{}, { name: "two" }] });
  });
});
