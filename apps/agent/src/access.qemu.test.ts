import { mkdtempDisposable } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import * as z from "zod";
import { freePort } from "./testing/free-port.ts";
import { TestAgent } from "./testing/test-agent.ts";

const stack = new AsyncDisposableStack();
let agent: TestAgent;

beforeAll(async () => {
  const directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-access-")));
  agent = stack.use(
    await TestAgent.start({ directory: directory.path, name: "host-a", port: await freePort() }),
  );
});
afterAll(() => stack.disposeAsync());

describe("A change", () => {
  it("is refused when it comes as a GET, as a form, too deep, too large or in too large a batch", async () => {
    const headers = await agent.bearer();
    const post = (body: string, type = "application/json", path = "auth.createToken") =>
      agent.send(`/trpc/${path}`, { method: "POST", headers: { ...headers, "content-type": type }, body });
    const input = encodeURIComponent(JSON.stringify({ name: "evil", role: "admin" }));
    expect((await agent.send(`/trpc/auth.createToken?input=${input}`, { headers })).status).toBe(405);
    expect((await post("name=evil&role=admin", "application/x-www-form-urlencoded")).status).toBe(415);
    expect((await post('{"name":"evil","role":"admin"}', "text/plain")).status).toBe(415);
    expect((await post(`${'{"a":'.repeat(20)}1${"}".repeat(20)}`)).status).toBe(400);
    expect((await post(JSON.stringify({ name: "x".repeat(300_000) }))).status).toBe(413);
    const batch = Array.from({ length: 11 }, () => "hosts.list").join(",");
    expect((await agent.send(`/trpc/${batch}?batch=1`, { headers })).status).toBe(400);
    expect((await post('{"__proto__":{"role":"admin"},"name":"evil","role":"viewer"}')).status).toBe(400);
    expect((await post('{"name":"evil","role":"viewer","more":1}')).status).toBe(400);
    const { data } = await agent.query("auth.tokens");
    expect(JSON.stringify(data)).not.toContain("evil");
  });

  it("needs the page's own header and Origin when a cookie makes it", async () => {
    const link = z.object({ url: z.string() }).parse((await agent.mutate("auth.link", {})).data).url;
    const signedIn = await agent.mutate("auth.signIn", { link: link.split("#link=")[1] }, {});
    const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
    const good = { cookie, "x-gantry": "1", origin: agent.url, "sec-fetch-site": "same-origin" };
    const change = (headers: Record<string, string>) => agent.mutate("auth.link", {}, headers);
    expect((await change(good)).status).toBe(200);
    const { "x-gantry": _, ...without } = good;
    expect((await change(without)).status).toBe(403);
    expect((await change({ cookie, "x-gantry": "1" })).status).toBe(403);
    expect((await change({ ...good, origin: "http://evil.example" })).status).toBe(403);
    expect((await change({ ...good, "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await agent.send("/trpc/auth.me", { headers: { cookie } })).status).toBe(200);
    expect((await change({ ...good, "x-gantry": "1" })).status).toBe(200);
    expect((await agent.mutate("auth.signOut", undefined, good)).status).toBe(200);
    expect((await agent.send("/trpc/auth.me", { headers: { cookie } })).status).toBe(401);
  });

  it("stands in the audit trail, with those that were refused", async () => {
    const { data } = await agent.mutate("auth.createToken", { name: "looker", role: "viewer" });
    const { token } = z.object({ token: z.string() }).parse(data);
    await agent.mutate("auth.link", {}, { authorization: `Bearer ${token}` });
    const { entries } = z
      .object({ entries: z.array(z.looseObject({})) })
      .parse((await agent.query("audit.list", { limit: 2 })).data);
    expect(entries).toMatchObject([
      {
        actor: "looker",
        role: "viewer",
        action: "auth.link",
        result: "forbidden",
        from: "127.0.0.1",
        host: "host-a",
      },
      { actor: "admin", role: "admin", action: "auth.createToken", subject: "looker", result: "ok" },
    ]);
  });
});

describe("A request", () => {
  /** With headers that fetch would not let through. */
  function raw(headers: Record<string, string>, path = "/healthz"): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const sent = request(`${agent.url}${path}`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject).end();
    return promise;
  }

  it("for a name that is not ours is refused, whatever it asks for", async () => {
    const { host } = new URL(agent.url);
    expect(await raw({ host })).toBe(200);
    for (const name of [
      "evil.example",
      `evil.example:${agent.options.port}`,
      "127.0.0.1:1",
      `localhost.:${agent.options.port}`,
    ]) {
      expect([name, await raw({ host: name })]).toEqual([name, 403]);
      expect([name, await raw({ host: name, ...(await agent.bearer()) }, "/trpc/auth.me")]).toEqual([
        name,
        403,
      ]);
      expect([name, await raw({ host: name }, "/")]).toEqual([name, 403]);
    }
  });

  it("needs no sign-in for health and the UI's files", async () => {
    const health = await fetch(`${agent.url}/healthz`);
    expect(await health.json()).toEqual({ status: "ok", version: "0.1.0", host: "host-a" });
    expect((await fetch(agent.url)).headers.get("content-type")).toContain("text/html");
  });
});

describe("A WebSocket", () => {
  function upgradeStatus(path: string, headers: Record<string, string>): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    const socket = new WebSocket(`${agent.url.replace("http", "ws")}${path}`, { headers });
    socket.on("unexpected-response", (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on("open", () => {
      resolve(101);
      socket.terminate();
    });
    socket.on("error", () => undefined);
    return promise;
  }

  it("opens for a token, and not for a forged or absent Origin", async () => {
    const bearer = await agent.bearer();
    const { port } = agent.options;
    const link = z.object({ url: z.string() }).parse((await agent.mutate("auth.link", {})).data).url;
    const signedIn = await agent.mutate("auth.signIn", { link: link.split("#link=")[1] }, {});
    const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect(await upgradeStatus("/trpc", bearer)).toBe(101);
    expect(await upgradeStatus("/trpc", { cookie, origin: agent.url })).toBe(101);
    expect(await upgradeStatus("/trpc", { cookie })).toBe(403);
    expect(await upgradeStatus("/trpc", {})).toBe(403);
    expect(await upgradeStatus("/trpc", { origin: agent.url })).toBe(401);
    const forged = [
      "null",
      "http://evil.example",
      `http://127.0.0.1:${port + 1}`,
      `http://127.0.0.1.:${port}`,
      `${agent.url}.evil.example`,
    ];
    for (const path of ["/trpc", "/console/anything", "/peer/watch"]) {
      for (const origin of forged) {
        expect([path, origin, await upgradeStatus(path, { ...bearer, origin })]).toEqual([path, origin, 403]);
        expect([path, origin, await upgradeStatus(path, { cookie, origin })]).toEqual([path, origin, 403]);
      }
    }
  });

  it("of a peer opens for no person", async () => {
    expect(await upgradeStatus("/peer/watch", await agent.bearer())).toBe(404);
    expect(await upgradeStatus("/peer/stream/0123456789abcdef", await agent.bearer())).toBe(404);
    expect((await agent.send("/peer/trpc/probe", { headers: await agent.bearer() })).status).toBe(404);
    expect((await agent.send("/peer/trpc/probe")).status).toBe(401);
  });
});
