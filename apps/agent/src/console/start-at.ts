import { defaultReplayBytes } from "@gantry/kvm-core/model";
import * as z from "zod";
import type { ConsolePort } from "./console-port.ts";

const count = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

/** The query of `GET /console/<instance>`. Anything else in it is refused. */
export const consoleQuerySchema = z
  .strictObject({
    from: count.optional(),
    screen: z.literal("1").optional(),
    mode: z.enum(["read", "write"]).optional(),
    port: count.optional(),
    seat: z.literal("0").optional(),
  })
  .transform(({ from, screen, mode, port, seat }) => ({
    startAt: (from !== undefined
      ? { kind: "from", seq: from }
      : { kind: screen === undefined ? "recent" : "screen" }) satisfies StartAt as StartAt,
    mode,
    port: port ?? 0,
    takesFreeSeat: seat === undefined,
  }));

/** Where a viewer wants to begin. */
export type StartAt =
  | { readonly kind: "from"; readonly seq: number }
  | { readonly kind: "recent" }
  | { readonly kind: "screen" };

/** The first byte a viewer gets. Bytes that are gone, or not yet written, cannot be begun with. */
export function firstByte(startAt: StartAt, port: Pick<ConsolePort, "seq" | "keptFrom">): number {
  if (startAt.kind === "screen") return port.seq;
  const wanted = startAt.kind === "from" ? startAt.seq : port.seq - defaultReplayBytes;
  return Math.min(port.keptFrom(wanted), port.seq);
}
