import * as z from "zod";
import { instanceStateSchema } from "./state.ts";

/** WebSocket subprotocol of `GET /console/<instance>`. */
export const consoleSubprotocol = "gantry.console.v1";
/** A one-time ticket travels as a second subprotocol, `gantry.ticket.<ticket>`, never in the URL. */
export const ticketSubprotocolPrefix = "gantry.ticket.";

/** Bytes of the past that a viewer gets who asks for nothing else. */
export const defaultReplayBytes = 64 * 1024;
/** At most this many unacknowledged bytes travel to one viewer. */
export const viewerWindowBytes = 384 * 1024;
/** A viewer acknowledges at least each this many bytes. */
export const acknowledgeEveryBytes = 32 * 1024;
/** Largest binary frame in either direction. */
export const maxFrameBytes = 64 * 1024;

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
  /** Who may type now (null: nobody), and everyone who looks. */
  z.object({
    type: z.literal("seat"),
    holder: z.string().nullable(),
    mine: z.boolean(),
    viewers: z.array(viewerSchema),
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
  z.strictObject({ type: z.literal("size"), cols: size.shape.cols, rows: size.shape.rows }),
]);
/** See {@link upControlSchema}. */
export type UpControl = z.output<typeof upControlSchema>;

/** Distinct close codes, each with its one sentence. */
export const consoleClose = {
  ended: { code: 4000, reason: "Your session has ended. Sign in again." },
  deleted: { code: 4001, reason: "The instance was deleted." },
  takenOver: { code: 4002, reason: "Somebody else took this console over." },
  tooSlow: { code: 4003, reason: "This viewer did not answer for too long." },
  stopping: { code: 4004, reason: "The agent is stopping. The guest runs on; reconnect." },
  moved: { code: 4005, reason: "The instance moved to another host; reconnect." },
  badFrame: { code: 4006, reason: "This viewer sent something that is not in the protocol." },
  hostAway: { code: 4007, reason: "The host of this instance does not answer; reconnect." },
} as const;
/** Keys of {@link consoleClose}. */
export type ConsoleClose = keyof typeof consoleClose;
