import * as z from "zod";
import { instanceStateSchema } from "./state.ts";

export * from "./console-terms.ts";

const seq = z.int().min(0);
const size = z.object({ cols: z.int().min(1).max(1000), rows: z.int().min(1).max(1000) });

/** A person at the console. `writer` marks who may type. */
export const viewerSchema = z.object({ name: z.string(), writer: z.boolean() });
/** See {@link viewerSchema}. */
export type Viewer = z.output<typeof viewerSchema>;

/** Text frames from agent to viewer. `seq` counts the bytes the guest has ever written on this port. */
export const downControlSchema = z.discriminatedUnion("type", [
  /**
   * First frame. `seq` is the number of the first byte that follows; bytes before `now` are the past, whose questions a
   * terminal must not answer again.
   */
  z.object({
    type: z.literal("hello"),
    seq,
    now: seq.optional(),
    boot: z.int(),
    mode: z.enum(["read", "write"]),
    viewers: z.array(viewerSchema),
    size,
    state: instanceStateSchema,
    host: z.string(),
  }),
  /** Bytes from `from` to before `to` are not sent; the log may still have them. */
  z.object({ type: z.literal("gap"), from: seq, to: seq }),
  /** The present screen of the guest's terminal, to be written before the bytes from `seq` on. */
  z.object({ type: z.literal("screen"), seq, cols: z.int(), rows: z.int(), data: z.string() }),
  /**
   * Who may type now (null: nobody), and everyone who looks. `idleSeconds`: how long the holder has not typed, when this
   * was told. `asking`: who asked for the seat and waits until the holder gives it back or has been idle for a minute.
   */
  z.object({
    type: z.literal("seat"),
    holder: z.string().nullable(),
    mine: z.boolean(),
    viewers: z.array(viewerSchema),
    idleSeconds: z.int().min(0).optional(),
    asking: z.array(z.string()).optional(),
  }),
  z.object({ type: z.literal("state"), state: instanceStateSchema }),
  z.object({ type: z.literal("moved"), from: z.string(), host: z.string(), pauseMs: z.number().optional() }),
  z.object({ type: z.literal("boot"), n: z.int(), seq }),
  z.object({ type: z.literal("size"), cols: z.int(), rows: z.int(), by: z.string() }),
]);
/** See {@link downControlSchema}. */
export type DownControl = z.output<typeof downControlSchema>;

/** Text frames from viewer to agent. Anything else closes the connection with `badFrame`. */
export const upControlSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("ack"), seq }),
  z.strictObject({ type: z.literal("seat"), action: z.enum(["request", "release", "take"]) }),
  z.strictObject({ type: z.literal("break") }),
  /** Magic SysRq over the serial line: a BREAK, then this letter. */
  z.strictObject({ type: z.literal("sysrq"), key: z.string().regex(/^[a-z0-9]$/) }),
  /** Ctrl-Alt-Del on the guest's graphic keyboard, not on this line. */
  z.strictObject({ type: z.literal("ctrl-alt-del") }),
  z.strictObject({ type: z.literal("size"), cols: size.shape.cols, rows: size.shape.rows }),
]);
/** See {@link upControlSchema}. */
export type UpControl = z.output<typeof upControlSchema>;
