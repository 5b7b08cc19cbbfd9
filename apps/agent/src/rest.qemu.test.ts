import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "./testing/free-port.ts";
import { TestAgent } from "./testing/test-agent.ts";

const stack = new AsyncDisposableStack();
let agent: TestAgent;

beforeAll(async () => {
  const directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-rest-")));
  agent = stack.use(
    await TestAgent.start({ directory: directory.path, name: "host-a", port: await freePort() }),
  );
});
afterAll(() => stack.disposeAsync());

/** A plain call: the status, and the body as it is. */
async function call(path: string, init: { method?: string; body?: string; signedIn?: boolean } = {}) {
  const { signedIn = true, ...rest } = init;
  const headers = { "content-type": "application/json", ...(signedIn && (await agent.bearer())) };
  const response = await fetch(`${agent.url}/api/v1/${path}`, { ...rest, headers });
  const body: unknown = await response.json();
  return { status: response.status, body };
}
const post = (path: string, input: unknown) => call(path, { method: "POST", body: JSON.stringify(input) });

describe("The API for other languages", () => {
  it("answers with what was asked for, and nothing around it", async () => {
    const created = await post("instances.create", { spec: { name: "web-1", memoryMiB: 16 } });
    expect(created).toMatchObject({ status: 200, body: { operation: { instance: "web-1" } } });
    const input = encodeURIComponent(JSON.stringify({ instance: "web-1" }));
    expect(await call(`instances.get?input=${input}`)).toMatchObject({
      status: 200,
      body: { name: "web-1", state: "stopped" },
    });
    expect(await call("hosts.list")).toMatchObject({ body: { hosts: [{ name: "host-a" }] } });
  });

  it("refuses with the error's body, and the status that belongs to it", async () => {
    expect(await post("instances.start", { instance: "absent" })).toMatchObject({
      status: 404,
      body: { code: "not_found", hint: expect.any(String) },
    });
    expect(await post("instances.create", { spec: { name: "Web 1" } })).toMatchObject({
      body: { code: "invalid_spec", details: { faults: [{ path: "name" }] } },
    });
    const unsigned = await call("instances.list", { signedIn: false });
    expect(unsigned).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
    expect(await call("openapi.json", { signedIn: false })).toEqual(unsigned);
  });

  it("has nothing but what it describes: no change by GET, no batch, no other names", async () => {
    const absent = { status: 404, body: expect.objectContaining({ code: "not_found" }) };
    expect(await call("instances.start?input=%7B%7D")).toEqual(absent);
    expect(await call("instances.list,hosts.list?batch=1")).toEqual(absent);
    expect(await call("toString")).toEqual(absent);
    expect(await post("instances.list", {})).toEqual(absent);
    expect(await post("auth.signIn", { token: "any" })).toEqual(absent);
    expect(await call("openapi.json")).toMatchObject({
      body: { openapi: "3.1.0", paths: { "/instances.list": { get: { operationId: "instances.list" } } } },
    });
  });
});
