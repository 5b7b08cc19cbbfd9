import { Socket } from "node:net";
import { openStore } from "@gantry/store";
import { describe, expect, it, vi } from "vitest";
import { Authenticator } from "./authenticator.ts";
import { hashOf, newSecret } from "./secret.ts";
import { SignInDesk } from "./sign-in-desk.ts";
import { SignInLimit } from "./sign-in-limit.ts";
import { Tickets } from "./tickets.ts";
import { Validity } from "./validity.ts";

function openDesk() {
  const stack = new DisposableStack();
  const store = stack.use(openStore(":memory:"));
  const validity = stack.use(new Validity());
  const token = newSecret();
  store.tokens.add({ hash: hashOf(token), name: "admin", role: "admin", createdAt: "2026-01-01T00:00:00Z" });
  const cookies: string[] = [];
  const tickets = new Tickets();
  const desk = new SignInDesk(
    { host: "host-a", store, validity, limit: new SignInLimit(), tickets },
    { from: "10.0.0.9", origin: "http://127.0.0.1:7400", setCookie: (value) => cookies.push(value) },
  );
  const peers = { secret: newSecret(), names: ["host-b"] };
  const authenticator = new Authenticator({ host: "host-a", store, validity, peers });
  const identify = (headers: Record<string, string>) =>
    authenticator.identify({ header: (name) => headers[name], from: "10.0.0.9", connection: new Socket() });
  const cookie = () => (cookies.at(-1) ?? "").split(";")[0] ?? "";
  return { desk, identify, cookie, cookies, token, peers, tickets, [Symbol.dispose]: () => stack.dispose() };
}

describe("The sign-in desk", () => {
  it("gives a session cookie that scripts cannot read and that names the host", () => {
    using at = openDesk();
    at.desk.signIn({ token: at.token });
    expect(at.cookies[0]).toMatch(
      /^gantry-session-host-a=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/,
    );
    expect(at.identify({ cookie: at.cookie() })).toMatchObject({ by: "cookie", caller: { name: "admin" } });
  });

  it("opens a new session at every sign-in", () => {
    using at = openDesk();
    at.desk.signIn({ token: at.token });
    const first = at.cookie();
    at.desk.signIn({ token: at.token });
    expect(at.cookie()).not.toBe(first);
  });

  it("takes a link once, with the role it was made for", () => {
    using at = openDesk();
    const admin = at.desk.signIn({ token: at.token });
    const { url } = at.desk.issueLink(admin, "viewer");
    const [address, code = ""] = url.split("#link=");
    expect(address).toBe("http://127.0.0.1:7400/sign-in/");
    expect(at.desk.signIn({ link: code }).role).toBe("viewer");
    expect(() => at.desk.signIn({ link: code })).toThrow(
      expect.objectContaining({ code: "unauthenticated" }),
    );
  });

  it("makes whoever guesses wait", () => {
    using at = openDesk();
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect(() => at.desk.signIn({ token: "wrong" })).toThrow(
        expect.objectContaining({ code: "unauthenticated" }),
      );
    }
    expect(() => at.desk.signIn({ token: at.token })).toThrow(
      expect.objectContaining({ code: "rate_limited" }),
    );
  });

  it("ends a session for good at sign-out, with all that is open", () => {
    using at = openDesk();
    at.desk.signIn({ token: at.token });
    const cookie = at.cookie();
    const { caller } = at.identify({ cookie });
    if (caller === undefined) throw new Error("not signed in");
    at.desk.signOut(caller);
    expect(caller.valid.aborted).toBe(true);
    expect(at.identify({ cookie }).by).toBe("nothing");
  });

  it("ends a revoked token, its sessions and all that is open with either", () => {
    using at = openDesk();
    const token = at.desk.createToken({ name: "ci", role: "operator" });
    const bearer = at.identify({ authorization: `Bearer ${token}` });
    const session = at.desk.signIn({ token });
    at.desk.revokeToken("ci");
    expect(bearer.caller?.valid.aborted).toBe(true);
    expect(session.valid.aborted).toBe(true);
    expect(at.identify({ authorization: `Bearer ${token}` }).by).toBe("nothing");
    expect(at.identify({ cookie: at.cookie() }).by).toBe("nothing");
  });

  it("ends a token at its time, with the sessions that were opened with it", () => {
    vi.useFakeTimers();
    using _clock = { [Symbol.dispose]: () => vi.useRealTimers() };
    using at = openDesk();
    const [month, hour] = [30 * 86_400_000, 3_600_000];
    const wish = { name: "ci", role: "operator" } as const;
    const token = at.desk.createToken({ ...wish, expiresAt: new Date(Date.now() + month).toISOString() });
    const bearer = at.identify({ authorization: `Bearer ${token}` });
    vi.advanceTimersByTime(month - hour);
    expect(bearer.caller?.valid.aborted).toBe(false);
    const session = at.desk.signIn({ token });
    vi.advanceTimersByTime(hour);
    expect(bearer.caller?.valid.aborted).toBe(true);
    expect(session.valid.aborted).toBe(true);
    expect(at.identify({ authorization: `Bearer ${token}` }).by).toBe("nothing");
    expect(at.identify({ cookie: at.cookie() }).by).toBe("nothing");
    const late = { ...wish, name: "late", expiresAt: new Date(Date.now()).toISOString() };
    expect(() => at.desk.createToken(late)).toThrow(expect.objectContaining({ code: "invalid_input" }));
  });

  it("tells when tokens and sessions were last used, to the minute", () => {
    vi.useFakeTimers({ now: Date.parse("2026-01-01T00:00:00Z") });
    using _clock = { [Symbol.dispose]: () => vi.useRealTimers() };
    using at = openDesk();
    const admin = at.desk.signIn({ token: at.token });
    const lastUses = () => [at.desk.tokens()[0]?.usedAt, at.desk.sessions(admin)[0]?.usedAt];
    const call = () => [
      at.identify({ authorization: `Bearer ${at.token}` }),
      at.identify({ cookie: at.cookie() }),
    ];
    expect(lastUses()).toEqual([undefined, undefined]);
    for (const [passed, minute] of [
      [0, "00:00"],
      [59, "00:00"],
      [1, "01:00"],
    ] as const) {
      vi.advanceTimersByTime(passed * 1000);
      call();
      expect(lastUses()).toEqual([`2026-01-01T00:${minute}.000Z`, `2026-01-01T00:${minute}.000Z`]);
    }
  });

  it("shows and ends one's own sessions; an administrator's are all, a lesser role's never those with more rights", () => {
    using at = openDesk();
    const admin = at.desk.signIn({ token: at.token });
    const { url } = at.desk.issueLink(admin, "viewer");
    const looker = at.desk.signIn({ link: url.split("#link=")[1] ?? "" });
    const other = at.desk.signIn({ token: at.desk.createToken({ name: "ci", role: "viewer" }) });
    expect(at.desk.sessions(admin)).toHaveLength(3);
    expect(at.desk.sessions(looker)).toMatchObject([
      { name: "admin", role: "viewer", from: "10.0.0.9", current: true },
    ]);
    const idOf = (name: string, role: string) =>
      at.desk.sessions(admin).find((one) => one.name === name && one.role === role)?.id ?? "";
    const refused = (id: string) => {
      try {
        at.desk.endSession(looker, id);
        return undefined;
      } catch (error) {
        return JSON.stringify(error);
      }
    };
    expect(refused(idOf("admin", "admin"))).toBe(refused("0123456789abcdef"));
    expect(refused(idOf("ci", "viewer"))).toBe(refused("0123456789abcdef"));
    expect(refused("0123456789abcdef")).toContain("not_found");
    expect([admin.valid.aborted, other.valid.aborted]).toEqual([false, false]);
    at.desk.endSession(admin, idOf("ci", "viewer"));
    expect(other.valid.aborted).toBe(true);
    at.desk.endSession(looker, idOf("admin", "viewer"));
    expect([looker.valid.aborted, at.cookies.at(-1)]).toEqual([true, expect.stringContaining("Max-Age=0")]);
  });

  it("does not excuse a wrong token by a good cookie", () => {
    using at = openDesk();
    at.desk.signIn({ token: at.token });
    expect(at.identify({ cookie: at.cookie(), authorization: `Bearer ${newSecret()}` }).by).toBe("nothing");
  });

  it("believes a peer with the right secret whom it acts for, and nobody else", () => {
    using at = openDesk();
    const headers = {
      authorization: `Bearer ${at.peers.secret}`,
      "x-gantry-peer": "host-b",
      "x-gantry-actor": "J%C3%BCrgen",
      "x-gantry-role": "operator",
      "x-gantry-from": "192.168.0.7",
    };
    const jurgen = { name: "Jürgen", role: "operator", from: "192.168.0.7", via: "host-b" };
    expect(at.identify(headers)).toMatchObject({ by: "peer", caller: jurgen });
    expect(at.identify({ ...headers, "x-gantry-peer": "host-c" }).by).toBe("nothing");
    expect(at.identify({ ...headers, "x-gantry-role": "root" }).by).toBe("nothing");
    expect(at.identify({ ...headers, "x-gantry-actor": "%" }).by).toBe("nothing");
    expect(at.identify({ authorization: headers.authorization }).by).toBe("nothing");
    const asAdmin = at.identify({ ...headers, authorization: `Bearer ${at.token}` });
    expect(asAdmin.caller).toMatchObject({ name: "admin" });
    expect(asAdmin.caller).not.toHaveProperty("via");
  });
});

describe("A console ticket", () => {
  const instance = { uuid: "3a5b6c1e-7d4f-4a2b-9c8d-0e1f2a3b4c5d" };

  it("is good once", () => {
    using at = openDesk();
    const caller = at.desk.signIn({ token: at.token });
    const { ticket } = at.desk.issueTicket(caller, { instance, mode: "read", port: 0 });
    expect(at.tickets.take(ticket)).toMatchObject({ instance: instance.uuid, mode: "read", port: 0 });
    expect(at.tickets.take(ticket)).toBeUndefined();
  });

  it("is worth nothing after thirty seconds or after its holder signed out", () => {
    using at = openDesk();
    let now = 0;
    const tickets = new Tickets(() => now);
    const caller = at.desk.signIn({ token: at.token });
    const right = { caller, instance: instance.uuid, mode: "write", port: 0 } as const;
    const old = tickets.issue(right).ticket;
    now = 30_000;
    expect(tickets.take(old)).toBeUndefined();
    const fresh = tickets.issue(right).ticket;
    at.desk.signOut(caller);
    expect(tickets.take(fresh)).toBeUndefined();
  });
});
