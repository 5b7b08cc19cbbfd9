import type { Role } from "@gantry/kvm-core/model";
import { describe, expect, it } from "vitest";
import type { Identity } from "../auth/authenticator.ts";
import type { Caller } from "../auth/caller.ts";
import { Tickets } from "../auth/tickets.ts";
import { admit } from "./console-gate.ts";
import { firstByte } from "./start-at.ts";

const instance = "3a5b6c1e-7d4f-4a2b-9c8d-0e1f2a3b4c5d";

function callerOf(role: Role): Caller {
  return { name: "ada", role, from: "10.0.0.9", valid: new AbortController().signal };
}

function request(identity: Identity, { query = "", ticket }: { query?: string; ticket?: string } = {}) {
  const subprotocols = ticket && `gantry.console.v1, gantry.ticket.${ticket}`;
  return { identity, subprotocols, query: new URLSearchParams(query), instance };
}

describe("The door of a console", () => {
  const nobody: Identity = { by: "nothing" };

  it("opens for a token by its role", () => {
    const tickets = new Tickets();
    const of = (role: Role, query = "") =>
      admit(request({ by: "bearer", caller: callerOf(role) }, { query }), tickets);
    expect(of("operator")).toMatchObject({ wish: { mode: "write" } });
    expect(of("operator", "mode=read")).toMatchObject({ wish: { mode: "read" } });
    expect(of("viewer")).toMatchObject({ wish: { mode: "read" } });
    expect(of("viewer", "mode=write")).toEqual({ refused: "forbidden" });
  });

  it("stays shut for a cookie without a ticket", () => {
    const cookie: Identity = { by: "cookie", caller: callerOf("admin") };
    expect(admit(request(cookie), new Tickets())).toEqual({ refused: "unauthenticated" });
  });

  it("opens for a ticket once, in its mode", () => {
    const tickets = new Tickets();
    const { ticket } = tickets.issue({ caller: callerOf("admin"), instance, mode: "read", port: 0 });
    expect(admit(request(nobody, { ticket, query: "mode=write" }), tickets)).toEqual({
      refused: "forbidden",
    });
    expect(admit(request(nobody, { ticket }), tickets)).toEqual({ refused: "unauthenticated" });
    const second = tickets.issue({ caller: callerOf("admin"), instance, mode: "read", port: 0 }).ticket;
    expect(admit(request(nobody, { ticket: second }), tickets)).toMatchObject({ wish: { mode: "read" } });
  });

  it("refuses a ticket of another instance and uses it up", () => {
    const tickets = new Tickets();
    const other = "9f8e7d6c-5b4a-4392-8170-6f5e4d3c2b1a";
    const { ticket } = tickets.issue({ caller: callerOf("admin"), instance: other, mode: "write", port: 0 });
    expect(admit(request(nobody, { ticket }), tickets)).toEqual({ refused: "forbidden" });
    expect(tickets.take(ticket)).toBeUndefined();
  });

  it("opens the port that its ticket is for and no other", () => {
    const tickets = new Tickets();
    const issue = () => tickets.issue({ caller: callerOf("admin"), instance, mode: "write", port: 1 }).ticket;
    expect(admit(request(nobody, { ticket: issue() }), tickets)).toEqual({ refused: "forbidden" });
    expect(admit(request(nobody, { ticket: issue(), query: "port=1" }), tickets)).toMatchObject({
      wish: { port: 1 },
    });
  });

  it("refuses a query it does not know", () => {
    const caller: Identity = { by: "bearer", caller: callerOf("admin") };
    for (const query of [
      "seat=1",
      "port=-1",
      "from=-1",
      "from=x",
      "screen=2",
      "mode=root",
      "ticket=secret",
      "from=1e9",
    ]) {
      expect(admit(request(caller, { query }), new Tickets())).toEqual({ refused: "bad-query" });
    }
  });
});

describe("The first byte of a viewer", () => {
  const keptFrom5000 = (seq: number) => Math.max(seq, 5000);
  const port = { seq: 1_000_000, keptFrom: keptFrom5000 };

  it("is where it asked for, as far as that exists", () => {
    expect(firstByte({ kind: "from", seq: 600_000 }, port)).toBe(600_000);
    expect(firstByte({ kind: "from", seq: 10 }, port)).toBe(5000);
    expect(firstByte({ kind: "from", seq: 2_000_000 }, port)).toBe(1_000_000);
  });

  it("is 64 KiB back when it asked for nothing, and now when it asked for the screen", () => {
    expect(firstByte({ kind: "recent" }, port)).toBe(1_000_000 - 65_536);
    expect(firstByte({ kind: "recent" }, { seq: 100, keptFrom: (seq) => Math.max(seq, 0) })).toBe(0);
    expect(firstByte({ kind: "screen" }, port)).toBe(1_000_000);
  });
});
