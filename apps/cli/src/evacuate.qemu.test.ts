import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeBootSectorDisk } from "@gantry/demo-guest";
import {
  evacuationPlanSchema,
  hostListSchema,
  instanceListSchema,
  operationSchema,
} from "@gantry/kvm-core/model";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { freePort } from "./testing/free-port.ts";
import { RealAgent } from "./testing/real-agent.ts";
import { until } from "./testing/until.ts";

/* Two agents; the tests follow each other. */
const stack = new AsyncDisposableStack();
let directory: string;
let a: RealAgent;
let b: RealAgent;

beforeAll(async () => {
  directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-evacuate-"))).path;
  const place = async (name: string) => ({ directory: join(directory, name), name, port: await freePort() });
  const [one, two] = [await place("host-a"), await place("host-b")];
  a = stack.use(await RealAgent.startAt(one, [two]));
  b = stack.use(await RealAgent.startAt(two, [one]));
  for (const agent of [a, b])
    await until("both are online", async () => (await statuses(agent)).length === 2 || undefined);
  await create("web-1", {});
  await create("web-2", {});
});
afterAll(() => stack.disposeAsync());

async function statuses(agent: RealAgent) {
  const { hosts } = hostListSchema.parse(await agent.json("host", "list"));
  return hosts.filter(({ status }) => status === "online");
}

async function create(name: string, more: object): Promise<void> {
  const file = join(directory, `${name}.img`);
  await writeBootSectorDisk(file, "interactive");
  const spec = { name, memoryMiB: 16, disks: [{ name: "root", source: { file }, format: "raw" }], ...more };
  await writeFile(join(directory, `${name}.json`), JSON.stringify(spec));
  expect(await a.gantry("create", "--start", "-f", join(directory, `${name}.json`))).toMatchObject({
    code: 0,
  });
}

async function untilOn(host: string, ...names: string[]): Promise<void> {
  await until(`${names.join(", ")} run on ${host}`, async () => {
    const { instances } = instanceListSchema.parse(await a.json("list"));
    const there = instances.filter((one) => one.host === host && one.state === "running");
    return names.every((name) => there.some((one) => one.name === name)) || undefined;
  });
}

test("what would happen is shown before, and nothing happens", async () => {
  await untilOn("host-a", "web-1", "web-2");
  const shown = await b.gantry("host", "evacuate", "host-a", "--dry-run", "--order", "web-2");
  expect(shown).toMatchObject({ code: 0, stderr: "" });
  expect(shown.stdout).toMatch(
    /^INSTANCE +WHAT +TO +TIME +WHY\nweb-2 +movable +host-b .*\nweb-1 +movable +host-b /,
  );
  expect(shown.stdout).toContain("2 move; the moves take about");
  const { plan } = z
    .object({ plan: evacuationPlanSchema })
    .parse(await a.json("host", "evacuate", "host-a", "--dry-run"));
  expect(plan.rows.map(({ class: kind }) => kind)).toEqual(["movable", "movable"]);
  expect(await a.gantry("host", "evacuate", "host-a", "--order", "nobody")).toMatchObject({ code: 2 });
  expect(await a.gantry("host", "evacuate", "host-a", "--concurrency", "9")).toMatchObject({ code: 2 });
  await untilOn("host-a", "web-1", "web-2");
});

test("a host is emptied and in maintenance then, takes nothing, and takes guests again when that ends", async () => {
  const done = await a.gantry("host", "evacuate", "host-a", "--reason", "a new kernel");
  expect(done).toMatchObject({ code: 0, stderr: "" });
  expect(done.stdout).toContain("web-1: It runs on host-b.\n");
  expect(done.stdout).toContain("host-a: 2 moved\n");
  await untilOn("host-b", "web-1", "web-2");
  expect((await b.gantry("host", "list")).stdout).toMatch(/host-a +online, maintenance/);
  expect(await b.gantry("migrate", "web-1", "--to", "host-a", "--dry-run")).toMatchObject({
    code: 7,
    stdout: expect.stringContaining("fail  host-a is in maintenance and takes no guests."),
  });
  await writeFile(join(directory, "new.json"), JSON.stringify({ name: "new", memoryMiB: 16 }));
  const create = ["create", "-f", join(directory, "new.json")];
  const refused = await a.gantry(...create);
  expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining("host-a is in maintenance") });
  expect(await a.gantry(...create, "--even-in-maintenance")).toMatchObject({ code: 0 });
  expect(await a.gantry("start", "new")).toMatchObject({ code: 4 });
  expect(await b.gantry("host", "maintenance", "host-a", "off")).toMatchObject({
    code: 0,
    stdout: "host-a takes guests\n",
  });
  expect(await a.gantry("host", "maintenance", "host-a", "perhaps")).toMatchObject({ code: 2 });
});

test("what is blocked is told with exit code 7, also as JSON, and what can move has moved", async () => {
  await until(
    "the end of the maintenance is known",
    async () => !(await b.gantry("host", "list")).stdout.includes("maintenance") || undefined,
  );
  const back = await a.gantry("host", "evacuate", "host-b", "--no-maintenance", "--json");
  expect(back).toMatchObject({ code: 0 });
  const { operation } = z.object({ operation: operationSchema }).parse(JSON.parse(back.stdout));
  expect(operation).toMatchObject({ kind: "host.evacuate", host: "host-b", status: "succeeded" });
  await untilOn("host-a", "web-1", "web-2");
  // On one machine both hosts have the same ports: what the guest here holds cannot be had there.
  await create("tied", {
    nics: [{ network: { user: { forward: [{ host: await freePort(), guest: 22 }] } } }],
  });
  const plan = await a.gantry("host", "evacuate", "host-a", "--dry-run");
  expect(plan).toMatchObject({ code: 7, stdout: expect.stringMatching(/tied +blocked/) });
  expect(plan.stderr).toContain("host-a cannot be emptied: tied is blocked.");
  const emptied = await a.gantry("host", "evacuate", "host-a", "--json");
  expect(emptied).toMatchObject({ code: 7, stdout: "" });
  expect(JSON.parse(emptied.stderr)).toMatchObject({
    code: "checks_refused",
    message: expect.stringContaining("2 moved, 1 blocked"),
  });
  await untilOn("host-b", "web-1", "web-2");
  const shut = await a.gantry("host", "evacuate", "host-a", "--allow-shutdown");
  expect(shut).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("tied: It was shut down and is on host-a, stopped."),
  });
});
