import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { freePort } from "./testing/free-port.ts";
import { guestSpec } from "./testing/guest.ts";
import { frame, RawSocket } from "./testing/raw-socket.ts";
import { TestAgent } from "./testing/test-agent.ts";
import type { TestConsole } from "./testing/test-console.ts";
import { until } from "./testing/until.ts";

const stack = new AsyncDisposableStack();
let agent: TestAgent;

beforeAll(async () => {
  const directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-hostile-"))).path;
  agent = stack.use(await TestAgent.start({ directory, name: "host-a", port: await freePort() }));
  for (const [name, sector] of [
    ["echo", "echo"],
    ["flood", "letters"],
  ] as const) {
    const spec = await guestSpec(directory, name, sector);
    expect(await agent.perform("instances.create", { spec, start: true })).toMatchObject({
      status: "succeeded",
    });
  }
  await using viewer = await agent.console("echo", "?from=0");
  await viewer.untilText(">");
});
afterAll(() => stack.disposeAsync());

async function ticketFor(instance: string): Promise<string> {
  const { data } = await agent.mutate("console.ticket", { instance });
  return z.object({ ticket: z.string() }).parse(data).ticket;
}

async function open(instance: string, headers: Record<string, string>): Promise<RawSocket> {
  return await RawSocket.open(agent.url, `/console/${instance}`, headers);
}

/** Resident memory of the agent, in KiB. */
async function memory(): Promise<number> {
  return Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${agent.pid}/status`, "utf8"))?.[1]);
}

/** Types a word and waits for its echo. */
async function answers(viewer: TestConsole, word: string): Promise<void> {
  viewer.type(word);
  await viewer.untilText(word);
}

describe("The door of a console", () => {
  it("opens to our own page only, and a page that is refused does not use the ticket up", async () => {
    const { port } = agent.options;
    const ticket = await ticketFor("echo");
    const own = { origin: agent.url, "sec-websocket-protocol": `gantry.console.v1, gantry.ticket.${ticket}` };
    const origins = [
      "null",
      "",
      "http://evil.example",
      `http://127.0.0.1:${port + 1}`,
      "http://127.0.0.1",
      `http://127.0.0.1.:${port}`,
      `HTTP://127.0.0.1:${port}`,
      `https://127.0.0.1:${port}`,
      `http://127.0.0.1:${port}/`,
      `http://127.0.0.1:${port}.evil.example`,
      `http://127.0.0.1:${port}@evil.example`,
      `http://localhost:${port}`,
    ];
    for (const origin of origins) {
      await using refused = await open("echo", { ...own, origin });
      expect([origin, refused.status]).toEqual([origin, 403]);
    }
    const hosts = [
      "evil.example",
      `evil.example:${port}`,
      "127.0.0.1",
      `127.0.0.1:${port + 1}`,
      `127.0.0.1.:${port}`,
      `LOCALHOST:${port}`,
      `127.0.0.1:${port}.evil.example`,
      `evil.example@127.0.0.1:${port}`,
    ];
    for (const host of hosts) {
      await using refused = await open("echo", { ...own, host });
      expect([host, refused.status]).toEqual([host, 403]);
      await using consistent = await open("echo", { ...own, host, origin: `http://${host}` });
      expect([host, consistent.status]).toEqual([host, 403]);
    }
    const { origin: _, ...withoutOrigin } = own;
    await using absent = await open("echo", withoutOrigin);
    expect(absent.status).toBe(403);
    await using right = await open("echo", own);
    expect(right.status).toBe(101);
    await using replayed = await open("echo", own);
    expect(replayed.status).toBe(401);
  });

  it("has the same answer for an instance that is not there and a ticket of another one", async () => {
    const with_ = async (instance: string) => ({
      origin: agent.url,
      "sec-websocket-protocol": `gantry.console.v1, gantry.ticket.${await ticketFor(instance)}`,
    });
    await using foreign = await open("flood", await with_("echo"));
    await using nowhere = await open("nowhere", await with_("echo"));
    expect([foreign.status, nowhere.status]).toEqual([403, 404]);
    await using nobody = await open("nowhere", { origin: agent.url });
    expect(nobody.status).toBe(401);
  });
});

describe("Whoever breaks the protocol", () => {
  it("is hung up on, and nobody else at the same console notices", async () => {
    await using witness = await agent.console("echo");
    const control = (text: string) => frame(1, Buffer.from(text));
    const hostile: readonly [string, Buffer, number?][] = [
      ["no JSON", control("{")],
      ["an unknown word", control('{"type":"reboot"}')],
      ["a field too many", control('{"type":"break","times":99}')],
      ["a prototype", control('{"__proto__":{"type":"break"}}')],
      ["a number that is none", control('{"type":"ack","seq":1e999}')],
      ["a list", control('[{"type":"break"}]')],
      ["a huge screen", control('{"type":"size","cols":1000000,"rows":1}')],
      ["a SysRq that is no letter", control('{"type":"sysrq","key":"\\u001b"}')],
      ["no UTF-8", frame(1, Uint8Array.of(0xc3, 0x28)), 1007],
      ["an opcode that is reserved", frame(3, Buffer.alloc(4)), 1002],
      ["a continuation of nothing", frame(0, Buffer.alloc(4)), 1002],
      ["a frame without a mask", Buffer.from([0x82, 1, 0x41]), 1002],
      [
        "a length of 2⁶³",
        Buffer.from([0x82, 0xff, 0xff, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0]),
        1009,
      ],
      ["a ping of a long text in pieces", frame(9, Buffer.alloc(100), { isLast: false }), 1002],
    ];
    for (const [what, bytes, expected = 4006] of hostile) {
      await using attacker = await open("echo", await agent.bearer());
      expect([what, attacker.status]).toEqual([what, 101]);
      attacker.socket.write(bytes);
      const code = await until(`who sends ${what} is hung up on`, () => attacker.closeCode);
      expect([what, code]).toEqual([what, expected]);
    }
    await answers(witness, "still here");
    expect(witness.closed).toBeUndefined();
  });

  it("costs little memory, with 130,000 fragments of one byte on each of 50 sockets", async () => {
    const fragment = frame(0, Uint8Array.of(0x41), { isLast: false });
    const flood = Buffer.concat([
      frame(2, Uint8Array.of(0x41), { isLast: false }),
      ...Array.from({ length: 130_000 }, () => fragment),
    ]);
    await using witness = await agent.console("echo");
    const before = await memory();
    let most = before;
    await using attackers = new AsyncDisposableStack();
    for (let count = 0; count < 50; count += 1) {
      const attacker = attackers.use(await open("echo", await agent.bearer()));
      attacker.socket.write(flood);
      most = Math.max(most, await memory());
    }
    await answers(witness, "fragments");
    most = Math.max(most, await memory());
    expect(most - before).toBeLessThan(32 * 1024);
  });

  it("with a flood of control frames waits for itself: the others type on, and memory stays", async () => {
    await using witness = await agent.console("echo");
    await using attacker = await open("echo", await agent.bearer());
    const before = await memory();
    const wishes = ["request", "release", "take"].map((action) =>
      frame(1, Buffer.from(JSON.stringify({ type: "seat", action }))),
    );
    const size = frame(1, Buffer.from('{"type":"size","cols":100,"rows":30}'));
    const flood = Buffer.concat(Array.from({ length: 10_000 }, () => Buffer.concat([...wishes, size])));
    attacker.socket.write(flood);
    await using pinger = await open("echo", await agent.bearer());
    const ping = frame(9, Buffer.alloc(100));
    pinger.socket.write(Buffer.concat(Array.from({ length: 100_000 }, () => ping)));
    for (const word of ["one", "two", "three"]) {
      // The attacker takes the seat now and then, as an operator may.
      await until("the witness has it", () => {
        witness.control({ type: "seat", action: "take" });
        witness.type(word);
        return witness.text.includes(word) || undefined;
      });
    }
    expect((await memory()) - before).toBeLessThan(32 * 1024);
    expect([attacker.isClosed, attacker.closeCode]).toEqual([false, undefined]);
    const told = witness.controls.filter(({ type }) => type === "seat" || type === "size").length;
    expect(told).toBeLessThan(1000);
  });
});
