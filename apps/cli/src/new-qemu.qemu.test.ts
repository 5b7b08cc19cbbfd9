import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { freePort } from "./testing/free-port.ts";
import { runGuest } from "./testing/guests.ts";
import { RealAgent } from "./testing/real-agent.ts";

test("a guest is moved to a new QEMU process of its host by a flag, or by naming that host, after the same checks", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-new-qemu-"));
  const place = { directory: join(directory.path, "a"), name: "host-a", port: await freePort() };
  await using a = await RealAgent.startAt(place, []);
  await runGuest(a, directory.path, { name: "web-1", sector: "interactive" });
  const { code, stdout } = await a.gantry("migrate", "web-1", "--new-qemu", "--dry-run");
  expect([code, stdout]).toEqual([0, expect.stringContaining("It runs a QEMU of this version already.")]);
  for (const way of [["--new-qemu"], ["--to", "host-a"]]) {
    const moved = await a.gantry("migrate", "web-1", ...way);
    expect([moved.code, moved.stdout]).toEqual([
      0,
      expect.stringContaining("web-1 runs on host-a in a new QEMU process; it was held for"),
    ]);
  }
  const copied = await a.gantry("migrate", "web-1", "--new-qemu", "--copy-disks");
  expect([copied.code, copied.stderr]).toEqual([
    7,
    expect.stringContaining("both processes use the same files"),
  ]);
  const both = await a.gantry("migrate", "web-1", "--new-qemu", "--to", "host-a");
  expect(both.code).toBe(2);
});
