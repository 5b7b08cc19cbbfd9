import { expect, test } from "vitest";
import { migrationOptionsSchema } from "../model/migration.ts";
import type { SerialPort } from "../serial/index.ts";
import { LocalPeer } from "../testing/local-peer.ts";
import { TemporaryHost, until } from "../testing/temporary-host.ts";

const options = migrationOptionsSchema.parse({});
/** More than what travels with the guest itself. */
const muchBytes = 600 * 1024;

async function talkingOnA(stack: AsyncDisposableStack) {
  const a = stack.use(await TemporaryHost.open({ host: "host-a" }));
  const b = stack.use(await TemporaryHost.open({ host: "host-b" }));
  await a.createGuest("abc", "letters");
  await a.hypervisor.start("abc");
  const toB = new LocalPeer(() => b.hypervisor);
  const toA = new LocalPeer(() => a.hypervisor);
  return { a, b, toB, toA };
}

const consoleOn = ({ hypervisor }: TemporaryHost) => hypervisor.console("abc");

async function talk(host: TemporaryHost): Promise<void> {
  const goal = (await consoleOn(host).settle()) + muchBytes;
  await until(async () => (await consoleOn(host).settle()) > goal);
}

/** Every kept byte, by its number. */
async function allOf(port: SerialPort): Promise<{ from: number; bytes: Uint8Array }> {
  const from = port.oldest;
  return { from, bytes: await port.readAll(from, await port.settle()) };
}

test("over three moves there and back every number has the same byte on every host, the oldest ones too", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB, toA } = await talkingOnA(stack);
  let host = a;
  for (let moves = 0; moves < 3; moves += 1) {
    await talk(host);
    await host.hypervisor.pause("abc");
    const before = await allOf(consoleOn(host));
    const { boots } = consoleOn(host);
    const arrivals = await consoleOn(host).arrivals(0, before.bytes.length);
    await host.hypervisor.migrate("abc", { peer: host === a ? toB : toA, options });
    host = host === a ? b : a;
    const after = await allOf(consoleOn(host));
    expect(after.from).toBe(0);
    expect(Buffer.compare(after.bytes, before.bytes)).toBe(0);
    expect(consoleOn(host).boots).toEqual(boots);
    expect(await consoleOn(host).arrivals(0, before.bytes.length)).toEqual(arrivals);
    await host.hypervisor.resume("abc");
  }
});

test("what was cleared or given back is not kept on the other host either, and nothing of it is shown there", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await talkingOnA(stack);
  await talk(a);
  await consoleOn(a).clear();
  await talk(a);
  const { oldest } = consoleOn(a);
  expect(oldest).toBeGreaterThan(muchBytes);
  await a.hypervisor.migrate("abc", { peer: toB, options });
  expect(consoleOn(b).oldest).toBe(oldest);
  const { bytes } = await allOf(consoleOn(b));
  expect(bytes.includes(0)).toBe(false);
});

test("who looks at the console goes over at once, and a move back waits until the whole past is there", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB, toA } = await talkingOnA(stack);
  await talk(a);
  const begun = Promise.withResolvers<void>();
  const free = Promise.withResolvers<void>();
  toB.beforePast = async () => {
    begun.resolve();
    await free.promise;
  };
  const there = a.hypervisor.migrate("abc", { peer: toB, options });
  await begun.promise;
  await expect.poll(() => a.hypervisor.list(), { timeout: 20_000 }).toEqual([]);
  expect(b.hypervisor.list()).toMatchObject([{ name: "abc", state: "running" }]);
  await expect(consoleOn(b).read(0, 1)).rejects.toMatchObject({ code: "not_found" });
  const back = b.hypervisor.migrate("abc", { peer: toA, options });
  free.resolve();
  expect((await there).outcome).toBe("moved");
  expect((await back).outcome).toBe("moved");
  expect(consoleOn(a).oldest).toBe(0);
});

test("a target that takes no past costs the older past, and never the migration", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await talkingOnA(stack);
  await talk(a);
  toB.broken.add("bringPast");
  expect((await a.hypervisor.migrate("abc", { peer: toB, options })).outcome).toBe("moved");
  expect(a.hypervisor.list()).toEqual([]);
  const port = consoleOn(b);
  expect(port.oldest).toBeGreaterThan(muchBytes - 256 * 1024);
  expect(port.keptFrom(0)).toBe(port.oldest);
  expect(port.boots).toMatchObject([{ n: 1, from: port.oldest }]);
});

test("a source that dies while it sends the past sends it when it comes back", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await talkingOnA(stack);
  await talk(a);
  const dying = Promise.withResolvers<void>();
  toB.beforePast = async () => {
    toB.beforePast = () => Promise.resolve();
    await a.reopen();
    dying.resolve();
  };
  const ended = a.hypervisor.migrate("abc", { peer: toB, options }).catch((error: unknown) => error);
  await dying.promise;
  expect(await ended).toMatchObject({ code: "cancelled" });
  expect(a.hypervisor.list()).toMatchObject([{ name: "abc" }]);
  await a.hypervisor.recover(() => toB);
  expect(a.hypervisor.list()).toEqual([]);
  expect(consoleOn(b).oldest).toBe(0);
  expect(consoleOn(b).boots).toMatchObject([{ n: 1, from: 0 }]);
});

test("only the host where the guest was may bring its past, and only what is missing", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await talkingOnA(stack);
  await talk(a);
  let migrationId = "";
  toB.beforePast = async (part) => {
    ({ migrationId } = part);
    const take = (from: number, host: string) =>
      b.hypervisor.incoming.takePast(
        { kind: "bytes", migrationId, port: 0, from, data: Buffer.from("forged").toString("base64") },
        host,
      );
    await expect(take(0, "host-c")).rejects.toMatchObject({ code: "not_found" });
    await expect(take(consoleOn(b).oldest - 3, "host-a")).rejects.toMatchObject({ code: "invalid_input" });
  };
  await a.hypervisor.migrate("abc", { peer: toB, options });
  const before = await allOf(consoleOn(b));
  // Once it is whole, nothing that comes changes it.
  const forged = {
    kind: "bytes",
    migrationId,
    port: 0,
    from: 0,
    data: Buffer.from("forged").toString("base64"),
  };
  await b.hypervisor.incoming.takePast(forged, "host-a");
  const after = await consoleOn(b).readAll(0, before.bytes.length);
  expect(Buffer.compare(after, before.bytes)).toBe(0);
});
