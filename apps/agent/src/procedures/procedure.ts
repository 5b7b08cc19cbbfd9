import { GantryError, mayAct, type Role } from "@gantry/kvm-core/model";
import { initTRPC } from "@trpc/server";
import { subjectOf } from "./audit-subject.ts";
import type { AgentContext } from "./context.ts";
import { errorBodyOf, gantryErrorOf } from "./error-body.ts";
import { withStatus } from "./trpc-code.ts";

/** What every procedure says of itself: the least role that may call it, or that nobody need be signed in. */
export interface ProcedureMeta {
  readonly role: Role | "public";
}

const t = initTRPC
  .context<AgentContext>()
  .meta<ProcedureMeta>()
  .create({
    // Otherwise tRPC sends stack traces whenever NODE_ENV is not "production".
    isDev: false,
    errorFormatter: ({ shape, error }) => {
      const gantry = errorBodyOf(error);
      return { ...shape, message: gantry.message, data: { ...shape.data, gantry } };
    },
  });

/** Builds a router of procedures. */
export const router = t.router;

/** Gives every failure the HTTP status that belongs to it. */
const status = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok) throw withStatus(result.error);
  return result;
});

const base = t.procedure.use(status).use(({ ctx, type, next }) => {
  if (ctx.transport === "websocket" && type !== "subscription") {
    throw new GantryError("unsupported", {
      message: "Only subscriptions travel over the WebSocket.",
      hint: "Send queries and mutations over HTTP.",
    });
  }
  return next();
});

/** A procedure that needs no sign-in. */
export const anyone = base.meta({ role: "public" });

function forRole(role: Role) {
  return base.meta({ role }).use(async ({ ctx, next, type, path, getRawInput }) => {
    if (type !== "mutation") return next({ ctx: { ...ctx, caller: requireRole(ctx, role) } });
    // A change without input has no body; whether one was needed is the procedure's to say.
    const subject = subjectOf(await getRawInput().catch(() => undefined));
    if (ctx.caller !== undefined && !mayAct(ctx.caller.role, role)) {
      ctx.audit({
        caller: ctx.caller,
        action: path,
        subject: subject.name,
        host: ctx.host,
        result: "forbidden",
      });
    }
    const caller = requireRole(ctx, role);
    const host = hostOf(ctx, subject);
    const result = await next({ ctx: { ...ctx, caller } });
    const outcome = result.ok ? "ok" : gantryErrorOf(result.error).code;
    // A change that another host made stands in that host's trail; one that could not reach it, in ours.
    if (host === ctx.host || outcome === "host_unreachable") {
      ctx.audit({ caller, action: path, subject: subject.name, host, result: outcome });
    }
    return result;
  });
}

/** For everyone who may look. */
export const viewer = forRole("viewer");
/** For those who may start, stop and change instances. */
export const operator = forRole("operator");
/** For those who may delete and give rights. */
export const admin = forRole("admin");

/** @throws GantryError `unauthenticated`, `forbidden` */
export function requireRole(ctx: AgentContext, least: Role) {
  if (ctx.caller === undefined) {
    throw new GantryError("unauthenticated", {
      message: "Nobody is signed in.",
      hint: "Sign in, or send a token as `Authorization: Bearer …`.",
    });
  }
  if (mayAct(ctx.caller.role, least)) return ctx.caller;
  throw new GantryError("forbidden", {
    message: `This needs the role ${least}; ${ctx.caller.name} has ${ctx.caller.role}.`,
    hint: "Ask an administrator for a link or token with that role.",
  });
}

function hostOf(ctx: AgentContext, subject: ReturnType<typeof subjectOf>): string {
  try {
    if (subject.kind === "instance") return ctx.hosts.holding(subject.name).name;
    if (subject.kind === "operation") return ctx.hosts.running(subject.name).name;
    if (subject.kind === "host") return ctx.hosts.named(subject.name).name;
    if (subject.kind === "placement") return ctx.hosts.named(subject.host).name;
    return ctx.host;
  } catch {
    return ctx.host;
  }
}
