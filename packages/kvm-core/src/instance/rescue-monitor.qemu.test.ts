import { once } from "node:events";
import { createConnection } from "node:net";
import { createInterface } from "node:readline";
import { describe, expect, test } from "vitest";
import { TemporaryHost, until } from "../testing/temporary-host.ts";

/** A QMP client as anybody would write it, of nothing but a socket and JSON. */
async function foreignClient(path: string) {
  const socket = createConnection(path);
  await once(socket, "connect");
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const say = (text: string) => socket.write(`${text}\n`);
  const hear = async (): Promise<Record<string, unknown>> => {
    const { value } = await lines.next();
    return JSON.parse(String(value));
  };
  /** Asks, and passes over the events before the answer. */
  const ask = async (execute: string): Promise<Record<string, unknown>> => {
    say(JSON.stringify({ execute }));
    for (;;) {
      const message = await hear();
      if (!("event" in message)) return message;
    }
  };
  return { socket, say, hear, ask, [Symbol.dispose]: () => void socket.destroy() };
}

async function runningGuest() {
  const host = await TemporaryHost.open();
  await host.createGuest("web-1");
  await host.hypervisor.start("web-1");
  const { runtime, uuid } = await host.hypervisor.get("web-1");
  return { host, uuid, path: runtime?.rescueMonitor ?? "", pid: runtime?.pid };
}

describe("The rescue monitor of an instance", () => {
  test("answers a foreign client as it answers us, while we go on working", async () => {
    const { host: owned, uuid, path } = await runningGuest();
    await using host = owned;
    using client = await foreignClient(path);
    expect(await client.hear()).toHaveProperty("QMP");
    expect(await client.ask("qmp_capabilities")).toEqual({ return: {} });
    expect(await client.ask("query-name")).toEqual({ return: { name: "web-1" } });
    expect(await client.ask("query-uuid")).toEqual({ return: { UUID: uuid } });
    expect(await client.ask("query-status")).toMatchObject({ return: { status: "running", running: true } });

    await host.hypervisor.pause("web-1");
    expect(await client.ask("query-status")).toMatchObject({ return: { status: "paused", running: false } });
    // What a person does on this socket is seen as what QEMU does.
    expect(await client.ask("cont")).toEqual({ return: {} });
    await until(() => host.hypervisor.list()[0]?.state === "running");
    await host.hypervisor.pause("web-1");
    await host.hypervisor.resume("web-1");
    expect(await client.ask("query-status")).toMatchObject({ return: { status: "running" } });
  });

  test("harms nothing when its client is silent, stops reading, or sends garbage", async () => {
    const { host: owned, path, pid } = await runningGuest();
    await using host = owned;
    const work = async () => {
      await host.hypervisor.pause("web-1");
      await host.hypervisor.resume("web-1");
      const detail = await host.hypervisor.get("web-1");
      expect(detail).toMatchObject({ state: "running", runtime: { pid } });
    };
    {
      // Never says a word, not even the handshake.
      using silent = await foreignClient(path);
      await work();
      expect(await silent.hear()).toHaveProperty("QMP");
    }
    {
      using deaf = await foreignClient(path);
      await deaf.hear();
      await deaf.ask("qmp_capabilities");
      deaf.socket.pause();
      for (let asked = 0; asked < 200; asked += 1) deaf.say('{"execute": "query-qmp-schema"}');
      await work();
    }
    for (const garbage of [
      "GET / HTTP/1.1\r\n\r\n",
      '{"execute": "qmp_capabilities"',
      "\0\xff\xfe".repeat(1000),
      "[".repeat(100_000),
      `{"execute": "query-status", "id": "${"x".repeat(4_000_000)}"}`,
    ]) {
      using rude = await foreignClient(path);
      await rude.hear();
      rude.say(garbage);
      await work();
    }
    // And the next client is served.
    using client = await foreignClient(path);
    expect(await client.hear()).toHaveProperty("QMP");
    await client.ask("qmp_capabilities");
    expect(await client.ask("query-status")).toMatchObject({ return: { status: "running" } });
  });
});
