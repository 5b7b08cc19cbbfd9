import { once } from "node:events";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { migrationOptionsSchema } from "../model/migration.ts";
import { LocalPeer } from "../testing/local-peer.ts";
import { TemporaryHost } from "../testing/temporary-host.ts";

/** An error that nobody hears ends an agent. */
function listenForUnheard(): Disposable & { readonly one: Promise<string> } {
  const over = new AbortController();
  const one = once(process, "unhandledRejection", { signal: over.signal }).then(
    () => "an agent would have ended by it",
    () => "nothing was unheard",
  );
  return { one, [Symbol.dispose]: () => over.abort() };
}

test("a target that cannot write down whom it waits for says so, goes on, and takes the guest once it can", async () => {
  await using a = await TemporaryHost.open({ host: "host-a" });
  await using b = await TemporaryHost.open({ host: "host-b" });
  await a.createGuest("web-1");
  await a.hypervisor.start("web-1");
  const incoming = join(b.dir, "state", "incoming");
  // As with a disk that has run full, nothing new can be written there.
  await rm(incoming, { recursive: true });
  const options = migrationOptionsSchema.parse({ allowedPauseMs: 10_000 });
  using unheard = listenForUnheard();
  const move = () => a.hypervisor.migrate("web-1", { peer: new LocalPeer(() => b.hypervisor), options });
  const failed = move().then(
    () => "it moved",
    () => "it was told",
  );
  expect(await Promise.race([failed, unheard.one])).toBe("it was told");
  expect(a.hypervisor.list()).toMatchObject([{ name: "web-1", state: "running" }]);
  expect(await b.qemuPids()).toEqual([]);
  await mkdir(incoming);
  expect(await move()).toMatchObject({ outcome: "moved" });
});
