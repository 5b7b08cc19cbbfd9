import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EtcdCluster } from "../testing/etcd-cluster.ts";
import { UnreliableLink } from "../testing/unreliable-link.ts";
import { EtcdClient } from "./client.ts";
import { Presence } from "./presence.ts";

const scope = new AsyncDisposableStack();
let cluster: EtcdCluster;

beforeAll(async () => {
  cluster = scope.use(await EtcdCluster.start(1));
});
afterAll(() => scope.disposeAsync());

/** An agent as the others see it; disposing it stops it in order. */
class Announcer implements AsyncDisposable {
  readonly presence: Presence;
  back = 0;
  readonly #end = new AbortController();
  readonly #done: Promise<void>;

  constructor(client: EtcdClient, host: string, agent: string) {
    this.presence = new Presence(client, { host, agent, version: "1.0.0", since: "2026-01-01T00:00:00Z" });
    this.#done = this.presence.run(this.#end.signal, () => {
      this.back += 1;
    });
  }

  sees(): string[] {
    return this.presence.present.map(({ host }) => host).toSorted();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await this.#done;
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(10);
}

describe("Hosts that share a store", () => {
  it("see each other come, and go when an agent stops", async () => {
    await using stack = new AsyncDisposableStack();
    const client = stack.use(new EtcdClient(cluster.address));
    const a = stack.use(new Announcer(client, "host-a", "agent-1"));
    {
      await using b = new Announcer(client, "host-b", "agent-2");
      await until(() => a.sees().join() === "host-a,host-b");
      await until(() => b.sees().join() === "host-a,host-b");
    }
    await until(() => a.sees().join() === "host-a");
  });

  it("are told apart when two have one name", async () => {
    await using stack = new AsyncDisposableStack();
    const client = stack.use(new EtcdClient(cluster.address));
    const first = stack.use(new Announcer(client, "host-c", "agent-1"));
    await until(() => first.sees().includes("host-c"));
    const second = stack.use(new Announcer(client, "host-c", "agent-2"));
    await until(() => second.presence.namesake !== undefined);
    expect(second.presence.namesake).toMatchObject({ host: "host-c", agent: "agent-1" });
    expect(first.presence.namesake).toBeUndefined();
  });

  it("hear when the store is lost and when it is back, and are announced again", async () => {
    await using stack = new AsyncDisposableStack();
    const link = stack.use(await UnreliableLink.open(cluster.members[0]?.port ?? 0));
    const endpoints = [{ host: "127.0.0.1", port: link.port }];
    const client = stack.use(new EtcdClient({ endpoints }, { callMs: 500, memberMs: 500 }));
    const a = stack.use(new Announcer(client, "host-d", "agent-1"));
    await until(() => a.back === 1 && a.sees().includes("host-d"));
    link.cut();
    await until(() => a.presence.lost !== undefined);
    link.mend();
    await until(() => a.back === 2);
    expect(a.presence.lost).toBeUndefined();
    await until(() => a.sees().includes("host-d"));
  });
});
