import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EtcdCluster } from "../testing/etcd-cluster.ts";
import { UnreliableLink } from "../testing/unreliable-link.ts";
import { EtcdClient } from "./client.ts";
import { type Change, watchPrefix } from "./watch.ts";
import { encode, rangeAnswerSchema } from "./wire.ts";

const scope = new AsyncDisposableStack();
let cluster: EtcdCluster;

beforeAll(async () => {
  cluster = scope.use(await EtcdCluster.start(3));
});
afterAll(() => scope.disposeAsync());

/** What a watcher believes to be there, from what it was told. */
class Believer implements AsyncDisposable {
  readonly believed = new Map<string, string>();
  readonly told: Change["type"][] = [];
  readonly #end = new AbortController();
  readonly #done: Promise<void>;
  #news = Promise.withResolvers<void>();

  constructor(client: EtcdClient, prefix: string, beatMs?: number) {
    const options = { signal: this.#end.signal, ...(beatMs && { beatMs }) };
    this.#done = this.#follow(watchPrefix(client, prefix, options));
  }

  async untilBelieves(expected: Record<string, string>): Promise<void> {
    const isSame = () =>
      this.believed.size === Object.keys(expected).length &&
      Object.entries(expected).every(([key, value]) => this.believed.get(key) === value);
    while (!isSame()) await this.#news.promise;
  }

  async untilTold(type: Change["type"], times = 1): Promise<void> {
    while (this.told.filter((each) => each === type).length < times) await this.#news.promise;
  }

  async #follow(changes: AsyncIterable<Change>): Promise<void> {
    for await (const change of changes) {
      this.told.push(change.type);
      if (change.type === "put") this.believed.set(change.key, change.value);
      if (change.type === "deleted") this.believed.delete(change.key);
      this.#news.resolve();
      this.#news = Promise.withResolvers();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await this.#done;
  }
}

/** Asks again until it is written: the member may have lost its leader. */
async function put(key: string, value: string, member = 0): Promise<void> {
  for (let answer: unknown; !rangeAnswerSchema.safeParse(answer).success; )
    answer = await cluster.members[member]?.ask("/v3/kv/put", { key: encode(key), value: encode(value) });
}

async function remove(key: string): Promise<void> {
  await cluster.members[0]?.ask("/v3/kv/deleterange", { key: encode(key) });
}

async function forgetOldRevisions(): Promise<void> {
  await put("/other", "anything");
  const { header } = rangeAnswerSchema.parse(
    await cluster.members[0]?.ask("/v3/kv/range", { key: encode("/other") }),
  );
  await cluster.members[0]?.ask("/v3/kv/compaction", { revision: header.revision, physical: true });
}

async function overLink(stack: AsyncDisposableStack) {
  const link = stack.use(await UnreliableLink.open(cluster.members[0]?.port ?? 0));
  const endpoints = [{ host: "127.0.0.1", port: link.port }];
  return { link, client: stack.use(new EtcdClient({ endpoints }, { callMs: 500, memberMs: 500 })) };
}

describe("Who watches a prefix", () => {
  it("is told everything that is there, then every change, and nothing of others", async () => {
    await using stack = new AsyncDisposableStack();
    await put("/a/one", "1");
    await put("/a0", "no");
    const believer = stack.use(new Believer(stack.use(new EtcdClient(cluster.address)), "/a/"));
    await believer.untilTold("current");
    expect(Object.fromEntries(believer.believed)).toEqual({ "/a/one": "1" });
    await put("/a/two", "2");
    await put("/A/two", "no");
    await put("/a/one", "1b");
    await remove("/a/two");
    await put("/a/three", "3");
    await believer.untilBelieves({ "/a/one": "1b", "/a/three": "3" });
    expect(believer.told).toEqual(["put", "current", "put", "put", "deleted", "put"]);
  });

  it("is told what changed while the connection was cut, also when etcd has forgotten those revisions", async () => {
    await using stack = new AsyncDisposableStack();
    await put("/b/goes", "1");
    await put("/b/stays", "1");
    const { link, client } = await overLink(stack);
    const believer = stack.use(new Believer(client, "/b/"));
    await believer.untilTold("current");
    link.cut();
    await believer.untilTold("lost");
    await remove("/b/goes");
    await put("/b/comes", "1");
    await put("/b/comes", "2");
    await forgetOldRevisions();
    link.mend();
    await believer.untilBelieves({ "/b/stays": "1", "/b/comes": "2" });
    await put("/b/later", "1");
    await believer.untilBelieves({ "/b/stays": "1", "/b/comes": "2", "/b/later": "1" });
  });

  it("is told everything anew when the revision to go on from is forgotten before the watch begins", async () => {
    await using stack = new AsyncDisposableStack();
    const { link, client } = await overLink(stack);
    const held = link.hold("/v3/watch");
    const believer = stack.use(new Believer(client, "/c/"));
    await held;
    await put("/c/missed", "1");
    await forgetOldRevisions();
    await link.deliver();
    await believer.untilTold("current", 2);
    expect(Object.fromEntries(believer.believed)).toEqual({ "/c/missed": "1" });
  });

  it("notices a member that hangs, and is told the rest by another one", async () => {
    await using stack = new AsyncDisposableStack();
    const leader = await cluster.untilLed();
    const [hanging, ...others] = cluster.members.toSorted(
      (a, b) => Number(a === leader) - Number(b === leader),
    );
    const endpoints = [hanging, ...others].map((member) => ({ host: "127.0.0.1", port: member?.port ?? 0 }));
    const client = stack.use(new EtcdClient({ endpoints }, { callMs: 20_000, memberMs: 200 }));
    const believer = stack.use(new Believer(client, "/d/", 100));
    await believer.untilTold("current");
    hanging?.send("SIGSTOP");
    try {
      await put("/d/unheard", "1", cluster.members.indexOf(leader));
      await believer.untilBelieves({ "/d/unheard": "1" });
    } finally {
      hanging?.send("SIGCONT");
    }
  });
});
