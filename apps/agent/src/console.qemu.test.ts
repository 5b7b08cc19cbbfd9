import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { viewerWindowBytes } from "@gantry/kvm-core/model";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { freePort } from "./testing/free-port.ts";
import { guestSpec } from "./testing/guest.ts";
import { TestAgent } from "./testing/test-agent.ts";
import { TestConsole } from "./testing/test-console.ts";
import { until } from "./testing/until.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ\r\n";
const stack = new AsyncDisposableStack();
let agent: TestAgent;
let directory: string;

beforeAll(async () => {
  directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-console-"))).path;
  agent = stack.use(await TestAgent.start({ directory, name: "host-a", port: await freePort() }));
  for (const [name, sector] of [
    ["echo", "interactive"],
    ["flood", "letters"],
  ] as const) {
    const spec = await guestSpec(directory, name, sector);
    expect(await agent.perform("instances.create", { spec, start: true })).toMatchObject({
      status: "succeeded",
    });
  }
});
afterAll(() => stack.disposeAsync());

/** How many bytes are not the letter that their number says: a lost byte and a repeated one both show. */
function faults({ text, first }: TestConsole): number {
  return [...text].filter((letter, index) => letter !== alphabet[(first + index) % alphabet.length]).length;
}

async function ticketFor(
  instance: string,
  mode = "write",
  headers?: Record<string, string>,
): Promise<string> {
  const { data } = await agent.mutate("console.ticket", { instance, mode }, headers);
  return z.object({ ticket: z.string() }).parse(data).ticket;
}

function openWith(ticket: string, instance: string): Promise<TestConsole> {
  return TestConsole.open(`${agent.url.replace("http", "ws")}/console/${instance}`, {
    protocols: ["gantry.console.v1", `gantry.ticket.${ticket}`],
    headers: { origin: agent.url },
  });
}

describe("A console", () => {
  it("shows the past from the first byte on, and passes keys on", async () => {
    await using viewer = await agent.console("echo", "?from=0");
    expect(viewer.last("hello")).toMatchObject({ seq: 0, mode: "write", state: "running", host: "host-a" });
    await viewer.untilText("READY");
    viewer.type("q");
    await viewer.untilText("q");
  });

  it("shows everyone the same bytes, each once", async () => {
    await using one = await agent.console("flood", "?from=0");
    await using two = await agent.console("flood");
    await until(
      "both have seen enough",
      () => (one.bytes.length > 300_000 && two.bytes.length > 300_000) || undefined,
    );
    expect(faults(one)).toBe(0);
    expect(faults(two)).toBe(0);
  });

  it("gives a viewer that comes back exactly what it missed", async () => {
    let next: number;
    {
      await using viewer = await agent.console("flood");
      await until("there is something", () => viewer.bytes.length > 1000 || undefined);
      next = viewer.first + viewer.bytes.length;
    }
    await using again = await agent.console("flood", `?from=${next}`);
    expect(again.first).toBe(next);
    await until("there is more", () => again.bytes.length > 100_000 || undefined);
    expect(faults(again)).toBe(0);
  });

  it("paints the present screen first when asked to", async () => {
    await using viewer = await agent.console("echo", "?screen=1");
    const screen = await until("the screen is there", () => viewer.last("screen"));
    expect(screen.data).toContain("READY");
    expect(screen.seq).toBe(viewer.first);
    expect(viewer.text).not.toContain("READY");
  });

  it("stops sending to a viewer that stopped acknowledging, and goes on when it does again", async () => {
    await using viewer = await agent.console("flood", "?from=0");
    viewer.control({ type: "ack", seq: 0 });
    await using other = await agent.console("flood");
    await until("the window is full", () => viewer.bytes.length >= viewerWindowBytes || undefined);
    const further = async () => {
      const before = other.bytes.length;
      await until("the guest went on", () => other.bytes.length > before + 50_000 || undefined);
      return viewer.bytes.length;
    };
    const stalled = await until("nothing more comes", async () => {
      const before = viewer.bytes.length;
      return (await further()) === before ? before : undefined;
    });
    viewer.control({ type: "ack", seq: viewer.first + stalled });
    await until("it goes on", () => viewer.bytes.length > stalled + 50_000 || undefined);
    expect(faults(viewer)).toBe(0);
  });

  it("has one writer; another may take over, and that is audited", async () => {
    await using first = await agent.console("echo");
    await using second = await agent.console("echo");
    await until("the first has the seat", () => first.last("seat")?.mine);
    const before = first.bytes.length;
    second.type("x");
    await until(
      "the second hears who has it",
      () => second.controls.filter(({ type }) => type === "seat").length > 1 || undefined,
    );
    second.control({ type: "seat", action: "take" });
    await until("the second has the seat", () => second.last("seat")?.mine);
    second.type("y");
    await until("it is echoed", () => first.text.slice(before).includes("y") || undefined);
    expect(first.text.slice(before)).not.toContain("x");
    const trail = z.object({ entries: z.array(z.looseObject({ action: z.string() })) });
    const { entries } = trail.parse((await agent.query("audit.list", { limit: 5 })).data);
    const takeOvers = entries.filter(({ action }) => action === "console.takeOver");
    expect(takeOvers).toMatchObject([{ actor: "admin", subject: "echo", from: "127.0.0.1", result: "ok" }]);
  });

  it("takes no keys of a reader", async () => {
    await using reader = await agent.console("echo", "?mode=read");
    await using writer = await agent.console("echo");
    const before = writer.bytes.length;
    reader.type("x");
    reader.control({ type: "seat", action: "take" });
    writer.type("z");
    await until("the writer's key is echoed", () => writer.text.slice(before).includes("z") || undefined);
    expect(writer.text.slice(before)).not.toContain("x");
  });

  it("hangs up on a frame that is not in the protocol", async () => {
    for (const frame of [
      "not json",
      '{"type":"run","argv":[]}',
      '{"type":"ack","seq":-1}',
      '{"type":"ack","seq":1,"more":1}',
    ]) {
      await using viewer = await agent.console("echo");
      viewer.socket.send(frame);
      expect(await until("it is closed", () => viewer.closed)).toMatchObject({ code: 4006 });
    }
    await using viewer = await agent.console("echo");
    viewer.socket.send(Buffer.alloc(65 * 1024));
    expect(await until("it is closed", () => viewer.closed)).toMatchObject({ code: 1009 });
  });

  it("of a port that the instance does not have is refused", async () => {
    await using viewer = await agent.console("echo", "?port=1");
    expect(viewer.closed).toMatchObject({ code: 1006 });
  });

  it("tells when the instance is paused and goes on", async () => {
    await using viewer = await agent.console("echo");
    await agent.mutate("instances.pause", { instance: "echo" });
    await until("it is told", () => viewer.last("state")?.state === "paused" || undefined);
    await agent.mutate("instances.resume", { instance: "echo" });
    await until("it is told", () => viewer.last("state")?.state === "running" || undefined);
  });
});

describe("A ticket", () => {
  it("opens its console once and never travels in the address", async () => {
    const ticket = await ticketFor("echo");
    await using viewer = await openWith(ticket, "echo");
    expect(viewer.socket.protocol).toBe("gantry.console.v1");
    await using again = await openWith(ticket, "echo");
    expect(again.closed).toMatchObject({ code: 1006 });
    await using inAddress = await TestConsole.open(
      `${agent.url.replace("http", "ws")}/console/echo?ticket=${await ticketFor("echo")}`,
      {
        headers: { origin: agent.url },
      },
    );
    expect(inAddress.closed).toMatchObject({ code: 1006 });
  });

  it("opens no other console", async () => {
    await using viewer = await openWith(await ticketFor("echo"), "flood");
    expect(viewer.closed).toMatchObject({ code: 1006 });
  });

  it("closes with the session of its holder, within two seconds", async () => {
    const link = z.object({ url: z.string() }).parse((await agent.mutate("auth.link", {})).data).url;
    const signedIn = await agent.mutate("auth.signIn", { link: link.split("#link=")[1] }, {});
    const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
    const page = { cookie, "x-gantry": "1", origin: agent.url };
    const unused = await ticketFor("echo", "read", page);
    await using viewer = await openWith(await ticketFor("echo", "read", page), "echo");
    expect(viewer.last("hello")).toMatchObject({ mode: "read" });
    await agent.mutate("auth.signOut", undefined, page);
    expect(await until("it is closed", () => viewer.closed)).toMatchObject({ code: 4000 });
    await using late = await openWith(unused, "echo");
    expect(late.closed).toMatchObject({ code: 1006 });
  });

  it("closes when an administrator ends the session of its holder", async () => {
    const link = z.object({ url: z.string() }).parse((await agent.mutate("auth.link", {})).data).url;
    const signedIn = await agent.mutate("auth.signIn", { link: link.split("#link=")[1] }, {});
    const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
    const page = { cookie, "x-gantry": "1", origin: agent.url };
    await using viewer = await openWith(await ticketFor("echo", "read", page), "echo");
    expect(viewer.last("hello")).toMatchObject({ mode: "read" });
    const listSchema = z.object({ sessions: z.array(z.object({ id: z.string() })) });
    const { sessions } = listSchema.parse((await agent.query("auth.sessions")).data);
    for (const { id } of sessions) await agent.mutate("auth.endSession", { id });
    expect(await until("it is closed", () => viewer.closed)).toMatchObject({ code: 4000 });
  });
});

describe("Viewers that never read", () => {
  it("cost the agent little memory and the guest nothing", async () => {
    const memory = async () =>
      Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${agent.pid}/status`, "utf8"))?.[1]);
    await using witness = await agent.console("flood");
    const further = async (bytes: number) => {
      const before = witness.bytes.length;
      await until("the guest goes on", () => witness.bytes.length > before + bytes || undefined);
    };
    await further(300_000);
    const before = await memory();
    await using scope = new AsyncDisposableStack();
    const deaf = [];
    for (let count = 0; count < 60; count += 1) {
      const viewer = scope.use(await agent.console("flood", "?from=0"));
      viewer.socket.pause();
      deaf.push(viewer);
    }
    await further(1_500_000);
    // Less than 1 MiB for each, whatever it missed.
    expect((await memory()) - before).toBeLessThan(60 * 1024);
    expect(faults(witness)).toBe(0);
    // Nobody was hung up for being silent, and who reads again has the right bytes at their numbers.
    expect(deaf.filter(({ closed }) => closed !== undefined)).toEqual([]);
    for (const viewer of deaf.slice(0, 3)) {
      const had = viewer.bytes.length;
      viewer.socket.resume();
      await until("it goes on", () => viewer.bytes.length > had + 100_000 || undefined);
      const gaps = viewer.controls.filter((control) => control.type === "gap");
      let seq = viewer.first;
      let wrong = 0;
      for (const letter of viewer.text) {
        seq = gaps.find(({ from }) => from === seq)?.to ?? seq;
        if (letter !== alphabet[seq % alphabet.length]) wrong += 1;
        seq += 1;
      }
      expect(wrong).toBe(0);
    }
  });
});
