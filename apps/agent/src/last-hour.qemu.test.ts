import { hostLastHourSchema, instanceLastHourSchema, usageListSchema } from "@gantry/kvm-core/model";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AgentPair } from "./testing/agent-pair.ts";
import { until } from "./testing/until.ts";

let pair: AgentPair;
beforeAll(async () => {
  pair = await AgentPair.start();
  await pair.guest("busy", "scribbler");
});
afterAll(() => pair[Symbol.asyncDispose]());

async function hourOf(instance: string, since?: number) {
  return instanceLastHourSchema.parse(
    (await pair.b.query("instances.lastHour", { instance, ...(since !== undefined && { since }) })).data,
  );
}

test("any agent answers for the last hour of an instance elsewhere, and then tells only what is new", async () => {
  const first = await until("the guest is seen to be busy", async () => {
    const hour = await hourOf("busy");
    return hour.process.cpus.some((cpus) => cpus !== null && cpus > 0.05) ? hour : undefined;
  });
  expect(first.host).toBe("host-a");
  const next = await until("there is something new", async () => {
    const hour = await hourOf("busy", first.until);
    return hour.process.at.length > 0 ? hour : undefined;
  });
  expect(next.process.at.every((at) => at > first.until)).toBe(true);
});

test("any agent answers for the last hour of a host elsewhere", async () => {
  const hour = await until("host-a was measured", async () => {
    const { data } = await pair.b.query("host.lastHour", { host: "host-a" });
    const parsed = hostLastHourSchema.parse(data);
    return parsed.cpusBusy.some((busy) => busy !== null) ? parsed : undefined;
  });
  expect(hour).toMatchObject({ host: "host-a", memoryBytes: expect.any(Number) });
});

test("one call tells what the instances of all hosts use now", async () => {
  const busy = await until("the guest is seen to be busy", async () => {
    const { instances } = usageListSchema.parse((await pair.b.query("instances.usage")).data);
    return instances.find(({ name, cpusBusy }) => name === "busy" && (cpusBusy ?? 0) > 0.05);
  });
  expect(busy).toMatchObject({ host: "host-a", guestAgent: false, residentBytes: expect.any(Number) });
});

test("a field that is not known, a time before all times and a host that is not there are refused by name", async () => {
  expect((await pair.a.query("instances.lastHour", { instance: "busy", from: 1 })).error?.code).toBe(
    "invalid_input",
  );
  expect((await pair.a.query("host.lastHour", { since: -1 })).error?.code).toBe("invalid_input");
  expect((await pair.a.query("host.lastHour", { host: "host-z" })).error?.code).toBe("host_unknown");
});
