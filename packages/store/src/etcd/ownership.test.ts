import { afterAll, beforeAll, describe } from "vitest";
import { describeOwnershipStore } from "../ownership-conformance.ts";
import { EtcdCluster } from "../testing/etcd-cluster.ts";
import { EtcdClient } from "./client.ts";
import { EtcdOwnershipStore, ownershipPrefix } from "./ownership.ts";
import { encode, endOf } from "./wire.ts";

describe.each([1, 3] as const)("With %i members,", (size) => {
  let cluster: EtcdCluster;
  let opened = 0;
  beforeAll(async () => {
    cluster = await EtcdCluster.start(size);
  });
  afterAll(() => cluster[Symbol.asyncDispose]());

  describeOwnershipStore("etcd", async () => {
    const clients = new DisposableStack();
    const open = async () => {
      const { endpoints } = cluster.address;
      // Each client asks another member first.
      opened = (opened + 1) % size;
      const own = [...endpoints.slice(opened), ...endpoints.slice(0, opened)];
      return new EtcdOwnershipStore(clients.use(new EtcdClient({ endpoints: own })));
    };
    const everything = { key: encode(ownershipPrefix), range_end: encode(endOf(ownershipPrefix)) };
    await cluster.members[0]?.ask("/v3/kv/deleterange", everything);
    return {
      store: await open(),
      beside: open,
      async reopen() {
        for (const member of cluster.members) await member.end();
        for (const member of cluster.members) member.start();
        await cluster.untilLed();
        return await open();
      },
      async [Symbol.asyncDispose]() {
        clients[Symbol.dispose]();
      },
    };
  });
});
