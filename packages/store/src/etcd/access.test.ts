import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { EtcdCluster, type EtcdMember } from "../testing/etcd-cluster.ts";
import { recordOf, uuid } from "../testing/record.ts";
import { type EtcdAddress, storeAddressSchema } from "./address.ts";
import { EtcdClient } from "./client.ts";
import { EtcdOwnershipStore, ownershipPrefix } from "./ownership.ts";
import { encode } from "./wire.ts";

const refusedWith = (message: RegExp) =>
  expect.objectContaining({ code: "store_refused", message: expect.stringMatching(message) });

function storeAt(stack: AsyncDisposableStack, address: EtcdAddress): EtcdOwnershipStore {
  return new EtcdOwnershipStore(stack.use(new EtcdClient(address)));
}

async function passwordFile(stack: AsyncDisposableStack, password: string): Promise<string> {
  const directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-etcd-")));
  const path = join(directory.path, "password");
  await writeFile(path, `${password}\n`, { mode: 0o600 });
  return path;
}

function addressOf(text: string): EtcdAddress {
  const address = storeAddressSchema.parse(text);
  if (address === "sqlite") throw new Error("no etcd");
  return address;
}

function onlyMember({ members }: EtcdCluster): EtcdMember {
  const [member] = members;
  if (member === undefined) throw new Error("no members");
  return member;
}

async function requirePassword(member: EtcdMember): Promise<void> {
  await member.ask("/v3/auth/user/add", { name: "root", password: "right" });
  await member.ask("/v3/auth/role/add", { name: "root" });
  await member.ask("/v3/auth/user/grant", { user: "root", role: "root" });
  await member.ask("/v3/auth/user/add", { name: "stranger", password: "right" });
  await member.ask("/v3/auth/enable", {});
}

describe("An address of a store", () => {
  it("names members, ports, TLS and who asks", () => {
    expect(storeAddressSchema.parse("sqlite")).toBe("sqlite");
    expect(storeAddressSchema.parse("etcd://h1,[fd00::2]:2380")).toEqual({
      endpoints: [
        { host: "h1", port: 2379 },
        { host: "fd00::2", port: 2380 },
      ],
    });
    expect(
      storeAddressSchema.parse(
        "etcds://h1:2379/?ca=/etc/ca.pem&cert=/etc/c.pem&key=/etc/k.pem&user=gantry&passwordFile=/p",
      ),
    ).toEqual({
      endpoints: [{ host: "h1", port: 2379 }],
      tls: { ca: "/etc/ca.pem", cert: "/etc/c.pem", key: "/etc/k.pem" },
      login: { user: "gantry", passwordFile: "/p" },
    });
  });

  it.for([
    ["mysql", /use sqlite, or etcd/],
    ["etcd://", /use sqlite, or etcd/],
    ["etcd://h1:99999", /use sqlite, or etcd/],
    ["etcd://h1,,h2", /use sqlite, or etcd/],
    ["etcd://root:secret@h1", /name no password here/],
    ["etcd://h1?colour=red", /there is no option colour/],
    ["etcd://h1?user=gantry", /user and passwordFile together/],
    ["etcds://h1?cert=/c", /cert and key together/],
    ["etcds://h1?ca=relative", /ca as an absolute path/],
    ["etcd://h1?ca=/ca", /are for etcds/],
  ] as const)("such as %s is refused with what to write instead", ([text, message]) => {
    expect(() => storeAddressSchema.parse(text)).toThrow(message);
  });

  it("with a file that cannot be read is refused", () => {
    const address = addressOf("etcds://127.0.0.1:1?ca=/nowhere/ca.pem");
    expect(() => new EtcdClient(address)).toThrow(
      expect.objectContaining({ code: "invalid_input", message: expect.stringContaining("/nowhere/ca.pem") }),
    );
  });
});

describe("A cluster that asks for a password", () => {
  it("lets in who knows it, again after a restart, and refuses others with the reason", async () => {
    await using stack = new AsyncDisposableStack();
    const cluster = stack.use(await EtcdCluster.start(1));
    const member = onlyMember(cluster);
    await requirePassword(member);
    const login = { user: "root", passwordFile: await passwordFile(stack, "right") };
    const store = storeAt(stack, { ...cluster.address, login });
    expect(await store.compareAndSwap(recordOf(), undefined)).toBeDefined();
    // Its tokens are gone then.
    await member.end();
    member.start();
    await cluster.untilLed();
    expect((await store.read(uuid))?.record).toEqual(recordOf());

    await expect(storeAt(stack, cluster.address).read(uuid)).rejects.toEqual(
      refusedWith(/user name is empty/),
    );
    const wrong = { user: "root", passwordFile: await passwordFile(stack, "wrong") };
    await expect(storeAt(stack, { ...cluster.address, login: wrong }).read(uuid)).rejects.toEqual(
      refusedWith(/Signing in to the store as root: .*invalid user ID or password/),
    );
    const stranger = { ...login, user: "stranger" };
    await expect(storeAt(stack, { ...cluster.address, login: stranger }).read(uuid)).rejects.toEqual(
      refusedWith(/permission denied/),
    );
  });
});

/** Resolves once its certificate is there and it answers. */
async function untilOpen(open: () => EtcdOwnershipStore): Promise<EtcdOwnershipStore> {
  for (;;) {
    try {
      const store = open();
      await store.read(uuid);
      return store;
    } catch {
      await delay(50);
    }
  }
}

describe("A cluster with TLS", () => {
  it("is spoken to when its certificate is signed by the named authority, and else not", async () => {
    await using stack = new AsyncDisposableStack();
    const cluster = stack.use(await EtcdCluster.start(1, ["--auto-tls"]));
    const { port, dataDir } = onlyMember(cluster);
    // It signs for itself.
    const ca = join(dataDir, "fixtures/client/cert.pem");
    const store = await untilOpen(() => storeAt(stack, addressOf(`etcds://127.0.0.1:${port}?ca=${ca}`)));
    expect(await store.compareAndSwap(recordOf(), undefined)).toBeDefined();
    const distrustful = storeAt(stack, addressOf(`etcds://127.0.0.1:${port}`));
    await expect(distrustful.read(uuid)).rejects.toEqual(
      expect.objectContaining({ code: "store_unreachable", message: expect.stringMatching(/certificate/) }),
    );
  });
});

describe("A cluster that is full", () => {
  it("refuses changes with what to do about it, and still answers questions", async () => {
    await using stack = new AsyncDisposableStack();
    const cluster = stack.use(await EtcdCluster.start(1, ["--quota-backend-bytes", "2097152"]));
    const member = onlyMember(cluster);
    const store = storeAt(stack, cluster.address);
    const revision = await store.compareAndSwap(recordOf(), undefined);
    const heap = encode("x".repeat(500_000));
    for (let filled = false; !filled; ) {
      const answer = await member.ask("/v3/kv/put", { key: encode("/heap"), value: heap });
      filled = JSON.stringify(answer).includes("space exceeded");
    }
    await expect(store.compareAndSwap(recordOf({ epoch: 1 }), revision)).rejects.toEqual(
      expect.objectContaining({
        code: "store_refused",
        message: expect.stringMatching(/space exceeded/),
        hint: expect.stringMatching(/defragment/),
      }),
    );
    expect(await store.read(uuid)).toEqual({ record: recordOf(), revision });
  });
});

describe("A record that something else wrote", () => {
  it("is not believed, and the error names its key", async () => {
    await using stack = new AsyncDisposableStack();
    const cluster = stack.use(await EtcdCluster.start(1));
    const key = `${ownershipPrefix}${uuid}`;
    const store = storeAt(stack, cluster.address);
    const damaged = expect.objectContaining({ code: "state_damaged", message: expect.stringContaining(key) });
    const foreign = [
      "no json",
      "{}",
      JSON.stringify({ write: "0123456789abcdef", record: { ...recordOf(), extra: true } }),
      JSON.stringify({ write: "0123456789abcdef", record: recordOf({ uuid: uuid.replace("3", "4") }) }),
    ];
    for (const value of foreign) {
      await onlyMember(cluster).ask("/v3/kv/put", { key: encode(key), value: encode(value) });
      await expect(store.read(uuid)).rejects.toEqual(damaged);
    }
  });
});
