import type { InstanceSummary, Operation } from "@gantry/kvm-core/model";
import { expect, test } from "vitest";
import { asSeenFromHere, upsertInstances, upsertOperation } from "./lists.ts";

const web: InstanceSummary = {
  name: "web-1",
  uuid: "11111111-1111-4111-8111-111111111111",
  host: "host-a",
  state: "running",
  cpus: 1,
  memoryMiB: 512,
  since: "2026-01-01T00:00:00Z",
};
const start: Operation = {
  id: "1",
  kind: "instance.start",
  host: "host-a",
  instance: "web-1",
  actor: "ana",
  status: "succeeded",
  createdAt: "2026-01-01T00:00:00Z",
  steps: [],
  mayCancel: false,
};

test("a changed instance takes its place, a new one is sorted in, the others stay the same objects", () => {
  const api = { ...web, name: "api-1", uuid: "22222222-2222-4222-8222-222222222222" };
  const list = upsertInstances([web], [api]);
  expect(list.map((row) => row.name)).toEqual(["api-1", "web-1"]);
  const changed = upsertInstances(list, [
    { ...api, state: "stopped" },
    { ...api, state: "paused" },
  ]);
  expect(changed[0]?.state).toBe("paused");
  expect(changed[1]).toBe(web);
});

test("an operation that has ended is not begun again by the answer that comes late", () => {
  expect(upsertOperation([start], { ...start, status: "running" })).toEqual([start]);
});

test("an instance of an agent that is lost is unknown, never what it was", () => {
  const seen = asSeenFromHere(web, { status: "lost", since: Date.parse("2026-01-01T00:01:00Z") });
  expect(seen.state).toBe("unknown");
  expect(seen.reason).toContain("it was running");
  expect(asSeenFromHere(web, { status: "live" })).toBe(web);
});
