import type { AgentApi } from "../harness/agent-api.ts";
import { rawRequest, rawUpgrade } from "../harness/raw-request.ts";
import { expect, test } from "../test.ts";

const procedures = [
  "instances.list",
  "instances.get",
  "instances.create",
  "instances.delete",
  "instances.events",
  "host.info",
  "host.doctor",
  "hosts.list",
  "operations.list",
  "migrations.plan",
  "migrations.start",
  "console.ticket",
  "auth.me",
  "auth.link",
  "audit.list",
  "no.such.procedure",
];

/** Where WebSockets are opened: a console that exists, one that does not, subscriptions. */
const upgrades = ["/console/demo", "/console/no-such-instance", "/trpc"];

function headersOf(api: AgentApi) {
  return { authorization: `Bearer ${api.token}`, host: new URL(api.url).host };
}

test("without a token only the health and the UI's files are open", async ({ api }) => {
  const health = await rawRequest(`${api.url}/healthz`);
  expect(health.status).toBe(200);
  expect(JSON.parse(health.body)).toMatchObject({
    status: "ok",
    host: "host-a",
    version: expect.any(String),
  });
  expect((await rawRequest(`${api.url}/sign-in/`)).status).toBe(200);
  for (const procedure of procedures) {
    const { status, body } = await rawRequest(`${api.url}/trpc/${procedure}`);
    expect(status, procedure).toBe(401);
    expect(JSON.parse(body).error.data.gantry, procedure).toMatchObject({
      code: "unauthenticated",
      message: expect.stringMatching(/\.$/),
      hint: expect.stringMatching(/\.$/),
    });
  }
  for (const path of upgrades) {
    const origin = { origin: api.url };
    expect((await rawUpgrade(`${api.url}${path}`, origin)).status, `${path} from our own page`).toBe(401);
    expect([401, 403], `${path} from no page`).toContain((await rawUpgrade(`${api.url}${path}`)).status);
  }
});

test("a token that is not known opens nothing", async ({ api }) => {
  const authorization = `Bearer ${"x".repeat(43)}`;
  expect((await rawRequest(`${api.url}/trpc/instances.list`, { authorization })).status).toBe(401);
  for (const path of upgrades) {
    expect((await rawUpgrade(`${api.url}${path}`, { authorization })).status, path).toBe(401);
  }
});

for (const host of ["gantry.example", "127.0.0.1", "127.0.0.1:1", "localhost.example"]) {
  test(`a request for the host ${host} is refused, whoever sends it`, async ({ api }) => {
    const headers = { ...headersOf(api), host };
    expect((await rawRequest(`${api.url}/trpc/instances.list`, headers)).status).toBe(403);
    for (const path of upgrades)
      expect((await rawUpgrade(`${api.url}${path}`, headers)).status, path).toBe(403);
  });
}

for (const origin of ["http://gantry.example", "null", "https://127.0.0.1"]) {
  test(`a request from a page of ${origin} is refused, whoever sends it`, async ({ api }) => {
    const headers = { ...headersOf(api), origin };
    expect((await rawRequest(`${api.url}/trpc/instances.list`, headers)).status).toBe(403);
    for (const path of upgrades)
      expect((await rawUpgrade(`${api.url}${path}`, headers)).status, path).toBe(403);
  });
}

test("with the token the same doors open", async ({ api }) => {
  const headers = headersOf(api);
  expect((await rawRequest(`${api.url}/trpc/instances.list`, headers)).status).toBe(200);
  expect((await rawUpgrade(`${api.url}/console/demo`, headers)).status).toBe(101);
  expect((await rawUpgrade(`${api.url}/trpc`, headers)).status).toBe(101);
});

test("every page comes with a policy that forbids scripts of others and frames", async ({ page }) => {
  const answer = await page.request.get("/sign-in/");
  const policy = answer.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe-eval");
  expect(policy).not.toMatch(/script-src[^;]*'unsafe-inline'/);
});

test("no text in a page becomes markup or a script, whoever asks for it", async ({ page, complaints }) => {
  complaints.expect(/requires 'Trusted(HTML|Script)' assignment/);
  await page.goto("/");
  const refusals = await page.evaluate(() => {
    const refused = (act: () => void): string => {
      try {
        act();
        return "not refused";
      } catch (error) {
        return error instanceof Error ? error.name : "";
      }
    };
    const script = document.createElement("script");
    return [
      refused(() => (document.createElement("div").innerHTML = "<img src=x onerror=alert(1)>")),
      refused(() => (script.text = "alert(1)")),
      refused(() => (script.src = "https://example.com/a.js")),
      refused(() => (script.src = "/theme.js")),
    ];
  });
  expect(refusals).toEqual(Array(4).fill("TypeError"));
});
