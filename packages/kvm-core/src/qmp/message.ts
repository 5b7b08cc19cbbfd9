import * as z from "zod";
import { type EventData, isEventName, type QmpEventName } from "./vocabulary.ts";

/** First line of every monitor. `capabilities` are offers that `qmp_capabilities` may accept. */
export interface Greeting {
  readonly kind: "greeting";
  readonly version: string;
  readonly capabilities: readonly string[];
}

/** QEMU's answer to the request with the same id. */
export interface ReturnReply {
  readonly kind: "return";
  readonly id: number | undefined;
  readonly value: unknown;
}

/** QEMU's refusal of the request with the same id; without one, it could not even read the request. */
export interface ErrorReply {
  readonly kind: "error";
  readonly id: number | undefined;
  readonly qmpClass: string;
  readonly desc: string;
}

/** Something happened in QEMU. Events are never repeated to a client that connects later. */
export interface QmpEvent {
  /** Which of the events that Gantry knows; `unknown` is a newer QEMU's. */
  readonly event: QmpEventName | "unknown";
  /** What QEMU calls it, known or not. */
  readonly name: string;
  readonly data: EventData;
  /** When it happened, by the host's clock. */
  readonly at: Date;
}

/** One line from a monitor. */
export type Message =
  | Greeting
  | ReturnReply
  | ErrorReply
  | { readonly kind: "event"; readonly event: QmpEvent };

const id = z.number().optional();

const greetingSchema = z
  .object({
    QMP: z.object({
      version: z.object({
        qemu: z.object({ major: z.number(), minor: z.number(), micro: z.number() }),
      }),
      capabilities: z.array(z.unknown()),
    }),
  })
  .transform(({ QMP: { version, capabilities } }): Greeting => {
    const { major, minor, micro } = version.qemu;
    const names = capabilities.filter((capability) => typeof capability === "string");
    return { kind: "greeting", version: `${major}.${minor}.${micro}`, capabilities: names };
  });

const returnSchema = z
  .looseObject({ id })
  .refine((line) => "return" in line)
  .transform((line): ReturnReply => ({ kind: "return", id: line.id, value: line["return"] }));

const errorSchema = z
  .object({ id, error: z.object({ class: z.string(), desc: z.string() }) })
  .transform((line): ErrorReply => {
    return { kind: "error", id: line.id, qmpClass: line.error.class, desc: line.error.desc };
  });

const eventSchema = z
  .object({
    event: z.string(),
    data: z.record(z.string(), z.unknown()).default({}),
    timestamp: z.object({ seconds: z.number(), microseconds: z.number() }),
  })
  .transform(({ event: name, data, timestamp }): Message => {
    const event = isEventName(name) ? name : "unknown";
    return { kind: "event", event: { event, name, data, at: dateOf(timestamp) } };
  });

const messageSchema = z.union([eventSchema, returnSchema, errorSchema, greetingSchema]);

/**
 * Reads one line of a monitor.
 *
 * @throws SyntaxError or ZodError when the line is not QMP.
 */
export function parseMessage(line: string): Message {
  return messageSchema.parse(JSON.parse(line));
}

/** QEMU writes -1 seconds when its clock fails; then the time of arrival is the best there is. */
function dateOf({ seconds, microseconds }: { seconds: number; microseconds: number }): Date {
  return seconds < 0 ? new Date() : new Date(seconds * 1000 + Math.floor(microseconds / 1000));
}
