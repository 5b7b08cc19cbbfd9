import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { migrationOptionsSchema } from "../model/migration.ts";
import { LocalPeer } from "../testing/local-peer.ts";
import { TemporaryHost } from "../testing/temporary-host.ts";

test("what waits for its hand-over and is given up by its streams and its source at one moment is removed once", async () => {
  await using a = await TemporaryHost.open({ host: "host-a" });
  await using b = await TemporaryHost.open({ host: "host-b" });
  await a.createGuest("web-1");
  await a.hypervisor.start("web-1");
  const toB = new LocalPeer(() => b.hypervisor);
  const { incoming } = b.hypervisor;
  let givenUp: Promise<void> | undefined;
  // Also by one who had found it before the others removed it, and comes late.
  const giveUp = async () => {
    const guest = incoming.find("web-1");
    const id = guest?.request.migrationId ?? "";
    await Promise.all(Array.from({ length: 4 }, () => incoming.abort(id)));
    await guest?.discard();
  };
  toB.beforeCommit = async () => {
    givenUp ??= giveUp();
    await givenUp.catch(() => undefined);
  };
  const options = migrationOptionsSchema.parse({ allowedPauseMs: 10_000 });
  const move = () => a.hypervisor.migrate("web-1", { peer: toB, options });
  await expect(move()).rejects.toMatchObject({ code: "migration_failed" });
  expect(givenUp).toBeDefined();
  await givenUp;
  expect(incoming.find("web-1")).toBeUndefined();
  expect(await readdir(join(b.dir, "state", "incoming"))).toEqual([]);
  expect(await b.qemuPids()).toEqual([]);
  expect(a.hypervisor.list()).toMatchObject([{ name: "web-1", state: "running" }]);
  toB.beforeCommit = () => Promise.resolve();
  expect(await move()).toMatchObject({ outcome: "moved" });
});
