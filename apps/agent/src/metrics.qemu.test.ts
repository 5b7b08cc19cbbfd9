import { execFileSync, spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { families } from "./metrics/families.ts";
import { AgentPair } from "./testing/agent-pair.ts";
import { until } from "./testing/until.ts";

let pair: AgentPair;
beforeAll(async () => {
  pair = await AgentPair.start();
  await pair.guest("busy", "scribbler");
});
afterAll(() => pair[Symbol.asyncDispose]());

async function scrape(headers?: Record<string, string>): Promise<Response> {
  return await fetch(`${pair.a.url}/metrics`, { headers: headers ?? (await pair.a.bearer()) });
}

test("the metrics are for those who may look, and for nobody else", async () => {
  expect((await scrape({})).status).toBe(401);
  expect((await scrape({ authorization: "Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAA" })).status).toBe(401);
  const { data } = await pair.a.mutate("auth.createToken", { name: "prometheus", role: "viewer" });
  const { token } = data as { token: string };
  const answer = await scrape({ authorization: `Bearer ${token}` });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
});

test("an instance tells its uuid, its state, and counters that grow while it works", async () => {
  const seconds = (text: string) =>
    Number(/^gantry_instance_cpu_seconds_total\{instance="busy"\} (.*)$/m.exec(text)?.[1]);
  const before = await (await scrape()).text();
  expect(before).toMatch(/^gantry_up 1$/m);
  expect(before).toMatch(/^gantry_instance_info\{instance="busy",uuid="[0-9a-f-]{36}",host="host-a"\} 1$/m);
  expect(before).toMatch(/^gantry_instance_state\{instance="busy",state="running"\} 1$/m);
  expect(before).toMatch(/^gantry_instance_state\{instance="busy",state="crashed"\} 0$/m);
  expect(before).toMatch(/^gantry_instance_memory_assigned_bytes\{instance="busy"\} 33554432$/m);
  expect(before).toMatch(/^gantry_instance_disk_read_bytes_total\{instance="busy",disk="root"\} \d+$/m);
  await until("it has worked more", async () => {
    return seconds(await (await scrape()).text()) > seconds(before) || undefined;
  });
});

test("a stopped instance tells its state and no figures, and an operation how long it took", async () => {
  await pair.a.perform("instances.stop", { instance: "busy", force: true });
  const text = await (await scrape()).text();
  expect(text).toMatch(/^gantry_instance_state\{instance="busy",state="stopped"\} 1$/m);
  expect(text).not.toContain('gantry_instance_cpu_seconds_total{instance="busy"}');
  expect(text).toMatch(
    /^gantry_operation_duration_seconds_count\{kind="instance.stop",result="succeeded"\} 1$/m,
  );
  await pair.a.perform("instances.start", { instance: "busy" });
});

test("who looks at a console is counted while they look", async () => {
  const viewers = async () =>
    Number(/^gantry_console_viewers\{instance="busy"\} (.*)$/m.exec(await (await scrape()).text())?.[1]);
  expect(await viewers()).toBe(0);
  {
    await using _ = await pair.a.console("busy");
    await until("one is counted", async () => (await viewers()) === 1 || undefined);
  }
  await until("nobody is counted", async () => (await viewers()) === 0 || undefined);
});

test("a migration leaves its pause and its duration with its source", async () => {
  await pair.seen("busy", "host-a");
  await pair.a.perform("migrations.start", { instance: "busy", target: "host-b" });
  const text = await (await scrape()).text();
  expect(text).toMatch(/^gantry_migration_pause_seconds\{instance="busy",target="host-b"\} 0\.\d+$/m);
  expect(text).toMatch(/^gantry_migrations_total\{result="succeeded"\} 1$/m);
});

test("promtool finds nothing to say about the metrics", async ({ skip }) => {
  const isThere = spawnSync("promtool", ["--version"]).status === 0;
  skip(!isThere, "promtool is not there; Debian has it in the package prometheus");
  const text = await (await scrape()).text();
  // It complains on stderr, and its status is not zero then.
  expect(execFileSync("promtool", ["check", "metrics"], { input: text, encoding: "utf8" })).toBe("");
  const told = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  expect([...told].filter((name) => name === undefined || !(name in families))).toEqual([]);
});
