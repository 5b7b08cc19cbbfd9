import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { roles } from "@gantry/kvm-core/model";
import { openStore } from "@gantry/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { hashOf, newSecret } from "./auth/secret.ts";
import { proceduresOf } from "./rest/procedures-of.ts";
import { agentRouter } from "./router.ts";
import { freePort } from "./testing/free-port.ts";
import { sampleInput } from "./testing/sample-input.ts";
import { TestAgent } from "./testing/test-agent.ts";

const stack = new AsyncDisposableStack();
let agent: TestAgent;
const tokens = new Map<string, string>();

beforeAll(async () => {
  const directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-matrix-")));
  agent = stack.use(
    await TestAgent.start({ directory: directory.path, name: "host-a", port: await freePort() }),
  );
  // What the calls that are refused would change: an instance, and a token, of the name they all give.
  await agent.mutate("instances.create", { spec: { name: "victim", memoryMiB: 16 } });
  await agent.mutate("auth.createToken", { name: "victim", role: "viewer" });
  for (const role of roles) {
    const { data } = await agent.mutate("auth.createToken", { name: `the-${role}`, role });
    tokens.set(role, z.object({ token: z.string() }).parse(data).token);
  }
  tokens.set("unknown", newSecret());
  tokens.set("expired", addExpiredAdmin());
});
afterAll(() => stack.disposeAsync());

/** Nobody can ask for a token that has ended already: it is written into the store, as if time had passed. */
function addExpiredAdmin(): string {
  using store = openStore(join(agent.stateDir, "agent.db"));
  const secret = newSecret();
  const createdAt = new Date(0).toISOString();
  store.tokens.add({ hash: hashOf(secret), name: "expired", role: "admin", createdAt, expiresAt: 1 });
  return secret;
}

/** Read from the router itself: a procedure without a role fails here, and none is without a test. */
const procedures = proceduresOf(agentRouter).map(({ meta, ...facts }) => ({ ...facts, role: meta.role }));
type Procedure = (typeof procedures)[number];

interface Reply {
  readonly status: number;
  readonly text: string;
}

/** A call; subscriptions too, of which only the beginning is read. */
async function call(procedure: Procedure, caller: string, input?: unknown): Promise<Reply> {
  const hearing = new AbortController();
  const { path, type } = procedure;
  const token = tokens.get(caller);
  const isChange = type === "mutation";
  const search = isChange || input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  const response = await fetch(`${agent.url}/trpc/${path}${search}`, {
    method: isChange ? "POST" : "GET",
    headers: {
      ...(isChange && { "content-type": "application/json" }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(isChange && input !== undefined && { body: JSON.stringify(input) }),
    signal: hearing.signal,
  });
  const { status } = response;
  if (type === "subscription" && response.ok) {
    hearing.abort();
    return { status, text: "" };
  }
  return { status, text: await response.text() };
}

/** An input with which an authorised call would do something, about an instance that exists or one that does not. */
function inputOf({ inputs: [input] }: Procedure, instance: string): unknown {
  return input && sampleInput(input, { instance, host: "host-a", target: "host-a" });
}

function isAllowed({ role }: Procedure, caller: string): boolean {
  return role === "public" || roles.findIndex((name) => name === caller) >= roles.indexOf(role);
}

/** When something was last used or seen, and what the host reads of itself from time to time. */
const readAnew =
  /,?"(?:usedAt|lastSeen|version|cpus|memory(?:Total|Available|Committed)MiB)":(?:"[^"]*"|\d+)/g;

/** All that a call could have changed, and nothing that changes by itself or by being used. */
async function everything(): Promise<unknown> {
  const asked = ["instances.list", "hosts.list", "operations.list", "auth.tokens", "auth.sessions"];
  const answers = await Promise.all([
    ...asked.map((path) => agent.query(path)),
    agent.query("instances.get", { instance: "victim" }),
    agent.query("console.recordings", { instance: "victim" }),
  ]);
  return answers.map(({ status, data }) => [status, JSON.stringify(data).replaceAll(readAnew, "")]);
}

describe("Every procedure", () => {
  it("but signing in names the least role that may call it", () => {
    expect(procedures.length).toBeGreaterThan(50);
    expect(procedures.filter(({ role }) => role === "public").map(({ path }) => path)).toEqual([
      "auth.signIn",
    ]);
  });

  it.each(["absent", "unknown", "expired"])(
    "is refused with the same 401 when the token is %s, and nothing changes",
    async (caller) => {
      const before = await everything();
      const refusals = new Set<string>();
      for (const procedure of procedures) {
        if (procedure.role === "public") continue;
        for (const instance of ["victim", "absent"]) {
          const { status, text } = await call(procedure, caller, inputOf(procedure, instance));
          expect([procedure.path, status]).toEqual([procedure.path, 401]);
          refusals.add(text);
        }
      }
      const absent: Procedure = { path: "instances.nothing", type: "query", role: "viewer", inputs: [] };
      refusals.add((await call(absent, caller)).text);
      expect(refusals.size).toBe(1);
      expect(await everything()).toEqual(before);
    },
  );

  it.each(roles)(
    "is refused to a %s whose role is not enough: in the same bytes whether its object exists, and nothing changes",
    async (role) => {
      const before = await everything();
      for (const procedure of procedures.filter((one) => !isAllowed(one, role))) {
        const present = await call(procedure, role, inputOf(procedure, "victim"));
        const absent = await call(procedure, role, inputOf(procedure, "absent"));
        expect([procedure.path, present.status]).toEqual([procedure.path, 403]);
        expect(present).toEqual(absent);
        expect(await call(procedure, role, { nonsense: true }), "before its input is looked at").toEqual(
          present,
        );
      }
      expect(await everything()).toEqual(before);
    },
  );

  it.each(roles)("is answered to a %s whose role is enough", async (role) => {
    for (const procedure of procedures.filter((one) => isAllowed(one, role))) {
      // A change without input would really happen; all others are refused for theirs, after the role.
      if (procedure.type === "mutation" && procedure.inputs.length === 0) continue;
      const input = procedure.type === "mutation" ? { nonsense: true } : undefined;
      const { status } = await call(procedure, role, input);
      expect([procedure.path, [401, 403].includes(status)]).toEqual([
        procedure.path,
        procedure.role === "public" && status === 401,
      ]);
    }
  });
});
