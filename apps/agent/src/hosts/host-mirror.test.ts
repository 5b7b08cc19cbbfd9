import type { InstanceState, InstanceSummary, Operation } from "@gantry/kvm-core/model";
import { describe, expect, it } from "vitest";
import { feed } from "./feed.ts";
import { HostMirror } from "./host-mirror.ts";
import { mostTrue } from "./one-of-each.ts";
import { Subscribers } from "./subscribers.ts";

function rowOf(uuid: string, host: string, state: InstanceState): InstanceSummary {
  return { uuid, name: `i-${uuid}`, host, state, cpus: 1, memoryMiB: 64, since: "2026-01-01T00:00:00Z" };
}

function operationOf(status: Operation["status"]): Operation {
  const who = { host: "host-b", instance: "web-1", actor: "admin" };
  return {
    id: "o1",
    kind: "instance.stop",
    ...who,
    status,
    createdAt: "2026-01-01T00:00:00Z",
    steps: [],
    mayCancel: false,
  };
}

const hostB = { name: "host-b", status: "online", self: true, instances: 1 } as const;

describe("What is known of a peer", () => {
  it("is offline until it has answered", () => {
    const mirror = new HostMirror({ name: "host-b", self: false });
    expect(mirror.host).toMatchObject({ status: "offline", reason: "host-b has not answered yet." });
  });

  it("becomes unknown, never stopped, when the peer is lost, and true again when it is back", () => {
    const mirror = new HostMirror({ name: "host-b", self: false });
    const snapshot = { type: "snapshot" as const, host: hostB, operations: [] };
    mirror.apply({
      ...snapshot,
      instances: [rowOf("1", "host-b", "running"), rowOf("2", "host-b", "stopped")],
    });
    mirror.lost("host-b does not answer.");
    expect(mirror.host.status).toBe("offline");
    expect(mirror.instances().map(({ state, reason }) => [state, reason])).toEqual([
      ["unknown", "host-b does not answer."],
      ["unknown", "host-b does not answer."],
    ]);
    mirror.apply({ ...snapshot, instances: [rowOf("1", "host-b", "paused")] });
    expect(mirror.host).toMatchObject({ status: "online", self: false });
    expect(mirror.instances().map(({ uuid, state }) => [uuid, state])).toEqual([["1", "paused"]]);
  });

  it("includes what a call has just begun there, until the peer itself knows better", () => {
    const mirror = new HostMirror({ name: "host-b", self: false });
    const begun = operationOf("running");
    mirror.begun(begun);
    expect(mirror.operation("o1")).toMatchObject({ status: "running", host: "host-b" });
    mirror.apply({ type: "operation", operation: operationOf("succeeded") });
    mirror.begun(begun);
    expect(mirror.operation("o1")).toMatchObject({ status: "succeeded" });
  });

  it("is only of that peer, whatever it says", () => {
    const mirror = new HostMirror({ name: "host-b", self: false });
    mirror.apply({ type: "changed", instance: rowOf("1", "host-a", "running") });
    mirror.apply({ type: "host", host: { ...hostB, name: "host-a" } });
    expect(mirror.instances()[0]?.host).toBe("host-b");
    expect(mirror.host.name).toBe("host-b");
  });
});

describe("An instance that two hosts speak of", () => {
  it.each([
    ["migrating", "incoming", "migrating"],
    ["migrating", "running", "running"],
    ["unknown", "running", "running"],
    ["unknown", "incoming", "incoming"],
  ] as const)("is %s there and %s here: %s", (there, here, expected) => {
    expect(mostTrue([rowOf("1", "a", there), rowOf("1", "b", here)])?.state).toBe(expected);
    expect(mostTrue([rowOf("1", "b", here), rowOf("1", "a", there)])?.state).toBe(expected);
  });
});

describe("A feed", () => {
  it("begins with the present, goes on with each event, and begins again for a reader that fell behind", async () => {
    const events = new Subscribers<number>();
    const end = new AbortController();
    let present = 0;
    const numbers = feed<number>({
      snapshot: () => present,
      subscribe: (listener) => events.add(listener),
      signal: end.signal,
    });
    expect((await numbers.next()).value).toBe(0);
    events.tell(1);
    events.tell(2);
    expect((await numbers.next()).value).toBe(1);
    expect((await numbers.next()).value).toBe(2);
    for (let event = 3; event < 3000; event += 1) events.tell(event);
    present = 2999;
    expect((await numbers.next()).value).toBe(2999);
    end.abort();
    expect((await numbers.next()).done).toBe(true);
  });
});
