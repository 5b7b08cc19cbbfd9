import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeBootSectorDisk } from "@gantry/demo-guest";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "./testing/free-port.ts";
import { RealAgent } from "./testing/real-agent.ts";

/* One agent that speaks TLS; what a process trusts once it trusts until it ends, so who is not trusted comes first. */
const stack = new AsyncDisposableStack();
let directory: string;
let agent: RealAgent;

beforeAll(async () => {
  directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-cli-tls-"))).path;
  const place = { directory, name: "host-a", port: await freePort(), tls: true } as const;
  agent = stack.use(await RealAgent.startAt(place, []));
});
afterAll(() => stack.disposeAsync());

test("an agent whose authority is not trusted gets no token, and the way out is told", async () => {
  const refused = await agent.gantry("list");
  expect([refused.code, refused.stdout]).toEqual([5, ""]);
  expect(refused.stderr).toContain("--ca-file");
  await writeFile(join(directory, "none.crt"), "nothing");
  const none = await agent.gantry("list", "--ca-file", join(directory, "none.crt"));
  expect(none.code).toBe(2);
  expect(none.stderr).toContain("holds no certificate");
});

test("calls and consoles go over TLS with the agent's authority", async () => {
  const trusting = ["--ca-file", join(directory, "state/tls/ca.crt")];
  await writeBootSectorDisk(join(directory, "root.img"), "interactive");
  const disks = [{ name: "root", source: { file: join(directory, "root.img") }, format: "raw" }];
  await writeFile(join(directory, "web-1.json"), JSON.stringify({ name: "web-1", memoryMiB: 16, disks }));
  const create = ["create", "-f", join(directory, "web-1.json"), "--start"];
  expect((await agent.gantry(...create, ...trusting)).code).toBe(0);
  // On a busy machine the guest may take longer to answer than the command waits for it.
  const typeX = () => agent.gantryWith("x", "console", "web-1", "--linger", "0.3", ...trusting);
  await expect
    .poll(typeX, { timeout: 40_000 })
    .toMatchObject({ code: 0, stdout: expect.stringContaining("x") });
});
