import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { consoleBootsSchema, consoleLogSchema, consoleSearchSchema } from "@gantry/kvm-core/model";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { freePort } from "./testing/free-port.ts";
import { guestSpec } from "./testing/guest.ts";
import { TestAgent } from "./testing/test-agent.ts";
import { TestConsole } from "./testing/test-console.ts";
import { until } from "./testing/until.ts";

const stack = new AsyncDisposableStack();
let agent: TestAgent;
let directory: string;

beforeAll(async () => {
  directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-past-"))).path;
  agent = stack.use(await TestAgent.start({ directory, name: "host-a", port: await freePort() }));
  const spec = { ...(await guestSpec(directory, "echo", "echo")), serial: [{}, {}] };
  expect(await agent.perform("instances.create", { spec, start: true })).toMatchObject({
    status: "succeeded",
  });
});
afterAll(() => stack.disposeAsync());

async function boots() {
  return consoleBootsSchema.parse((await agent.query("console.boots", { instance: "echo" })).data).boots;
}

async function page(input: object) {
  const { data } = await agent.query("console.log", { instance: "echo", ...input });
  const parsed = consoleLogSchema.parse(data);
  return { ...parsed, text: Buffer.from(parsed.data, "base64").toString() };
}

async function search(input: object) {
  const { data } = await agent.query("console.search", { instance: "echo", ...input });
  return consoleSearchSchema.parse(data);
}

describe("The past of a console", () => {
  it("is kept by boots, and each can be read, with when it came, and searched", async () => {
    const began = Date.now();
    await using viewer = await agent.console("echo", "?from=0");
    await viewer.untilText(">");
    viewer.type("first boot\r\n");
    await viewer.untilText("first boot");
    await agent.mutate("instances.reboot", { instance: "echo", hard: true });
    await until("it boots again", () => viewer.last("boot")?.n === 2 || undefined);
    await until(
      "it is ready again",
      () => viewer.text.lastIndexOf(">") > viewer.text.indexOf(">") || undefined,
    );
    viewer.type("second boot\r\n");
    await viewer.untilText("second boot");

    const [first, second] = await boots();
    expect([first?.n, second?.n, first?.from, first?.to]).toEqual([1, 2, 0, second?.from]);
    const before = await page({ boot: -1 });
    expect(before).toMatchObject({ boot: { n: 1 }, from: 0, end: first?.to });
    expect(before.text).toContain(">");
    expect(before.text).toContain("first boot");
    expect(before.arrivals.at(-1)?.at).toBeGreaterThan(began - 60_000);
    expect((await page({ boot: 2 })).text).not.toContain("first boot");
    expect((await page({ from: 2, maxBytes: 3 })).next).toBe(5);

    const { hits } = await search({ text: "BOOT" });
    expect(hits.map(({ boot, text }) => [boot, text])).toEqual([
      [2, expect.stringContaining("second boot")],
      [1, expect.stringContaining("first boot")],
    ]);
    expect(viewer.bytes.subarray(hits[1]?.seq).toString()).toMatch(/^[^\n]*first boot/);
    expect((await search({ text: "BOOT", matchCase: true })).hits).toEqual([]);
    expect(await search({ text: "boot", limit: 1 })).toMatchObject({ more: true });
  });

  it("that is not there is told with what is", async () => {
    expect((await agent.query("console.log", { instance: "echo", boot: 99 })).error).toMatchObject({
      code: "not_found",
      hint: "It has the boots 1 to 2; 0 is the present one and -1 the one before it.",
    });
    expect((await agent.query("console.log", { instance: "echo", from: 1e9 })).error?.code).toBe(
      "invalid_input",
    );
    expect((await agent.query("console.boots", { instance: "echo", port: 2 })).error?.code).toBe("not_found");
  });

  it("is cleared by operators only, under their name; the guest goes on with the next number", async () => {
    const token = async (name: string, role: string) => {
      const { data } = await agent.mutate("auth.createToken", { name, role });
      return { authorization: `Bearer ${z.object({ token: z.string() }).parse(data).token}` };
    };
    await using viewer = await agent.console("echo");
    const end = (await boots()).at(-1)?.to ?? 0;
    const [looker, worker] = [await token("looker", "viewer"), await token("worker", "operator")];
    expect((await agent.mutate("console.clear", { instance: "echo" }, looker)).error?.code).toBe("forbidden");
    expect((await search({ text: "boot" })).hits).toHaveLength(2);
    expect((await agent.mutate("console.clear", { instance: "echo" }, worker)).data).toEqual({});
    expect((await search({ text: "boot" })).hits).toEqual([]);
    viewer.type("anew");
    await viewer.untilText("anew");
    const rest = await page({});
    expect([rest.from, rest.text]).toEqual([end, "anew"]);
    const { entries } = z
      .object({ entries: z.array(z.looseObject({ action: z.string() })) })
      .parse((await agent.query("audit.list", { limit: 10 })).data);
    expect(entries.filter(({ action }) => action === "console.clear")).toMatchObject([
      { actor: "worker", subject: "echo", result: "ok" },
      { actor: "looker", subject: "echo", result: "forbidden" },
    ]);
  });
});

describe("A second serial port", () => {
  it("has a console of its own, opened by a ticket of its own", async () => {
    const { data } = await agent.mutate("console.ticket", { instance: "echo", port: 1 });
    const { ticket, path } = z.object({ ticket: z.string(), path: z.string() }).parse(data);
    expect(path).toBe("/console/echo?port=1");
    const open = (at: string, used: string) =>
      TestConsole.open(`${agent.url.replace("http", "ws")}${at}`, {
        protocols: ["gantry.console.v1", `gantry.ticket.${used}`],
        headers: { origin: agent.url },
      });
    await using first = await agent.console("echo");
    await using second = await open(path, ticket);
    expect(second.last("hello")).toMatchObject({
      seq: 0,
      now: 0,
      viewers: [{ name: "admin", writer: true }],
    });
    first.type("to the first");
    await first.untilText("to the first");
    expect(second.text).toBe("");
    const other = await agent.mutate("console.ticket", { instance: "echo", port: 1 });
    await using wrong = await open(
      "/console/echo",
      z.object({ ticket: z.string() }).parse(other.data).ticket,
    );
    expect(wrong.closed).toMatchObject({ code: 1006 });
  });
});

describe("The keys that no keyboard of a terminal has", () => {
  it("reach the guest in order, of the holder of the seat only", async () => {
    await using holder = await agent.console("echo");
    await using other = await agent.console("echo");
    const before = holder.bytes.length;
    other.control({ type: "sysrq", key: "b" });
    other.control({ type: "break" });
    other.control({ type: "ctrl-alt-del" });
    holder.type("1");
    holder.control({ type: "sysrq", key: "h" });
    holder.type("2");
    holder.control({ type: "ctrl-alt-del" });
    holder.type("3");
    await until("all is echoed", () => holder.text.slice(before).includes("3") || undefined);
    expect(holder.text.slice(before)).toBe("1\0h23");
    expect([holder.closed, other.closed]).toEqual([undefined, undefined]);
  });
});
