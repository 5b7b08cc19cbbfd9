import { mkdtempDisposable, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Operation } from "@gantry/kvm-core/model";
import { describe, expect, it } from "vitest";
import { bringUpToDate } from "./bring-up-to-date.ts";
import { openStore } from "./open-store.ts";

function operationOf(id: string, changes: Partial<Operation> = {}): Operation {
  return {
    id,
    kind: "instance.start",
    host: "host-a",
    instance: "web-1",
    actor: "admin",
    status: "running",
    createdAt: `2026-01-01T00:00:${id.padStart(2, "0")}.000Z`,
    steps: [],
    mayCancel: false,
    ...changes,
  };
}

describe("The store of an agent", () => {
  it("is a file that only its owner can read", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-store-"));
    const path = join(directory.path, "agent.db");
    using _store = openStore(path);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("says so when the file is something else", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-store-"));
    const path = join(directory.path, "agent.db");
    await writeFile(path, "this is not a database, it only looks like a file of one".repeat(100));
    expect(() => openStore(path)).toThrow(expect.objectContaining({ code: "state_damaged" }));
  });

  it("refuses a store of a newer version and leaves it alone", async () => {
    using database = new DatabaseSync(":memory:");
    bringUpToDate(database, ["CREATE TABLE a (b)", "CREATE TABLE c (d)"]);
    expect(() => bringUpToDate(database, ["CREATE TABLE a (b)"])).toThrow(
      expect.objectContaining({ code: "state_damaged" }),
    );
  });

  it("takes only the schema steps it has not taken, and none of a step that fails", async () => {
    using database = new DatabaseSync(":memory:");
    bringUpToDate(database, ["CREATE TABLE a (b)"]);
    expect(() => bringUpToDate(database, ["CREATE TABLE a (b)", "CREATE TABLE c (d); BROKEN"])).toThrow();
    bringUpToDate(database, ["CREATE TABLE a (b)", "CREATE TABLE c (d)"]);
    expect(database.prepare("SELECT count(*) AS n FROM c").get()).toEqual({ n: 0 });
  });

  it("lists operations newest first, finds those that had not ended, and prunes only ended ones", () => {
    using store = openStore(":memory:");
    store.operations.save(operationOf("1"));
    store.operations.save(operationOf("2", { status: "succeeded" }));
    store.operations.save(operationOf("3"));
    store.operations.save(operationOf("3", { status: "failed" }));
    expect(store.operations.newest(10).map(({ id }) => id)).toEqual(["3", "2", "1"]);
    expect(store.operations.unended().map(({ id }) => id)).toEqual(["1"]);
    store.operations.prune(1);
    expect(store.operations.newest(10).map(({ id }) => id)).toEqual(["3", "1"]);
  });

  it("knows which operations are newest although the clock was put back", () => {
    using store = openStore(":memory:");
    const status = "succeeded";
    store.operations.save(operationOf("1", { status, createdAt: "2036-01-01T00:00:00.000Z" }));
    store.operations.save(operationOf("2", { status }));
    expect(store.operations.newest(10).map(({ id }) => id)).toEqual(["2", "1"]);
    store.operations.prune(1);
    expect(store.operations.newest(10).map(({ id }) => id)).toEqual(["2"]);
  });

  it("hands a link out once, and never after its time", () => {
    using store = openStore(":memory:");
    store.links.add({ hash: "one", name: "admin", role: "admin", expiresAt: 1000 });
    store.links.add({ hash: "two", name: "admin", role: "viewer", expiresAt: 2000 });
    expect(store.links.take("one", 999)).toEqual({ name: "admin", role: "admin" });
    expect(store.links.take("one", 999)).toBeUndefined();
    expect(store.links.take("two", 2000)).toBeUndefined();
  });

  it("lets an invitation be used once, by the first, in time, and remembers by whom", () => {
    using store = openStore(":memory:");
    store.invitations.add({ hash: "one", name: "host-b", expiresAt: 1000 });
    store.invitations.add({ hash: "two", name: undefined, expiresAt: 2000 });
    expect(store.invitations.take("one", "host-b", 999)).toBe(true);
    expect(store.invitations.take("one", "host-c", 999)).toBe(false);
    expect(store.invitations.take("two", "host-c", 2000)).toBe(false);
    expect(store.invitations.find("one", 1000)).toMatchObject({ name: "host-b", usedBy: "host-b" });
    expect(store.invitations.find("two", 2000)).toMatchObject({ name: undefined, usedBy: undefined });
    expect(store.invitations.find("one", 2 * 86_400_000)).toBeUndefined();
  });

  it("never takes a removed host back by its old key", () => {
    using store = openStore(":memory:");
    const member = { fingerprint: "f", name: "host-b", url: "https://a:1", certificate: "x", removed: false };
    store.members.save(member);
    store.members.save({ ...member, removed: true });
    store.members.save({ ...member, url: "https://b:1" });
    expect(store.members.list()).toEqual([{ ...member, url: "https://b:1", removed: true }]);
    store.members.clear();
    expect(store.members.list()).toEqual([]);
  });

  it("forgets sessions by hash, by name and by age", () => {
    using store = openStore(":memory:");
    const session = {
      name: "admin",
      role: "admin",
      from: "10.0.0.9",
      createdAt: "2026-01-01T00:00:00Z",
      expiresAt: 1000,
    } as const;
    store.sessions.add({ ...session, hash: "a" });
    store.sessions.add({ ...session, hash: "b", name: "eve" });
    expect(store.sessions.find("a", 999)?.role).toBe("admin");
    store.sessions.use("a", "2026-01-01T00:01:00Z");
    expect(store.sessions.list(999)).toMatchObject([
      { hash: "a", usedAt: "2026-01-01T00:01:00Z", from: "10.0.0.9" },
      { hash: "b", usedAt: undefined },
    ]);
    expect(store.sessions.list(1000)).toEqual([]);
    expect(store.sessions.find("a", 1000)).toBeUndefined();
    expect(store.sessions.removeOf("eve")).toEqual(["b"]);
    store.sessions.remove("a");
    expect(store.sessions.find("a", 0)).toBeUndefined();
  });

  it("remembers one maintenance of the host, until it ends", () => {
    using store = openStore(":memory:");
    expect(store.maintenance.present()).toBeUndefined();
    const begun = { since: "2026-01-01T00:00:00Z", by: "ada" };
    store.maintenance.save(begun);
    expect(store.maintenance.present()).toEqual(begun);
    store.maintenance.save({ ...begun, by: "eve", reason: "new memory" });
    expect(store.maintenance.present()).toEqual({ ...begun, by: "eve", reason: "new memory" });
    store.maintenance.end();
    expect(store.maintenance.present()).toBeUndefined();
  });

  it("keeps one token of a name", () => {
    using store = openStore(":memory:");
    const token = { hash: "x", name: "ci", role: "operator", createdAt: "2026-01-01T00:00:00Z" } as const;
    expect(store.tokens.add(token)).toBe(true);
    expect(store.tokens.add({ ...token, hash: "y" })).toBe(false);
    expect(store.tokens.find("x", 0)).toEqual({ ...token, expiresAt: undefined, usedAt: undefined });
    expect(store.tokens.add({ ...token, hash: "z", name: "brief", expiresAt: 1000 })).toBe(true);
    store.tokens.use("z", "2026-01-01T00:01:00Z");
    expect(store.tokens.find("z", 999)).toMatchObject({ name: "brief", usedAt: "2026-01-01T00:01:00Z" });
    expect(store.tokens.find("z", 1000)).toBeUndefined();
    expect(store.tokens.remove("brief")).toBe(true);
    expect(store.tokens.remove("ci")).toBe(true);
    expect(store.tokens.list()).toEqual([]);
  });

  it("filters the audit trail by who, what, where and how it ended", () => {
    using store = openStore(":memory:");
    const entry = {
      role: "admin",
      from: "10.0.0.9",
      subject: "web-1",
      host: "host-a",
      result: "ok",
    } as const;
    const add = (at: number, changes: object) =>
      store.audit.append({
        ...entry,
        actor: "ann",
        action: "instances.start",
        at: `2026-01-0${at}T00:00:00Z`,
        ...changes,
      });
    add(1, {});
    add(2, { actor: "bob", result: "forbidden" });
    add(3, { action: "auth.link", subject: "", host: "host-b" });
    add(4, { action: "instances.stop", result: "wrong_state" });
    const days = (filter: Parameters<typeof store.audit.newest>[1]) =>
      store.audit.newest(10, filter).map(({ at }) => Number(at.slice(9, 10)));
    expect(days({})).toEqual([4, 3, 2, 1]);
    expect(days({ actor: "ann" })).toEqual([4, 3, 1]);
    expect(days({ action: "instances" })).toEqual([4, 2, 1]);
    expect(days({ action: "instances.start" })).toEqual([2, 1]);
    expect(days({ subject: "web-1", result: "refused" })).toEqual([4, 2]);
    expect(days({ result: "forbidden" })).toEqual([2]);
    expect(days({ host: "host-b" })).toEqual([3]);
    expect(days({ before: "2026-01-03T00:00:00Z" })).toEqual([2, 1]);
    expect(store.audit.newest(1, { actor: "ann" })).toHaveLength(1);
  });

  it("refuses to change or remove a line of the audit trail, whoever asks", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-store-"));
    const path = join(directory.path, "agent.db");
    using store = openStore(path);
    const entry = {
      actor: "ann",
      role: "admin",
      from: "10.0.0.9",
      action: "auth.link",
      subject: "",
    } as const;
    store.audit.append({ ...entry, host: "host-a", at: "2026-01-01T00:00:00Z", result: "ok" });
    using other = new DatabaseSync(path);
    expect(() => other.exec("UPDATE audit SET actor = 'bob'")).toThrow(/only added to/);
    expect(() => other.exec("DELETE FROM audit")).toThrow(/only added to/);
    expect(store.audit.newest(10)).toMatchObject([{ actor: "ann" }]);
  });
});
