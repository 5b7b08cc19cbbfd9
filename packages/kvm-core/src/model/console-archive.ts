import * as z from "zod";
import { instanceReferenceSchema } from "./name.ts";

const instance = instanceReferenceSchema;
const seq = z.int().min(0);
/** Index of a serial port in the spec. */
const port = z.int().min(0).max(3).default(0);
/** A boot by its number; 0 is the present one, -1 the one before it. */
const bootReference = z.int().min(-1000).max(1_000_000_000);
const recordingId = z.string().regex(/^[0-9a-f]{16}$/);

/** Instances with more boots than this on record have forgotten the oldest; see `serial[].keepBoots`. */
export const defaultKeptBoots = 5;
/** Of each boot so much is kept, the newest; see `serial[].keepMiBPerBoot`. */
export const defaultKeptMiBPerBoot = 16;
/** Most bytes of one `console.log` answer. */
export const maxLogPageBytes = 1024 * 1024;

/** `console.boots`, `console.clear`, `console.recordings`: one serial port. */
export const consolePortInput = z.strictObject({ instance, port });

/** A boot as the log has it. Bytes are numbered over the whole life of the console. */
export const consoleBootSchema = z.object({
  n: z.int().min(1),
  /** When QEMU was started or reported RESET. */
  at: z.iso.datetime(),
  /** Its first byte, and the one after its last; for the present boot, after the newest. */
  from: seq,
  to: seq,
  /** The oldest of its bytes that is kept; `to` when none is. */
  oldest: seq,
});
/** See {@link consoleBootSchema}. */
export type ConsoleBoot = z.output<typeof consoleBootSchema>;
/** `console.boots`: the oldest first, the present one last. */
export const consoleBootsSchema = z.object({ boots: z.array(consoleBootSchema) });

/** `console.log`: a page of what the guest wrote. Without `boot` the numbers of the bytes alone say where. */
export const consoleLogInput = z.strictObject({
  instance,
  port,
  boot: bootReference.optional(),
  /** First byte wanted; the oldest kept one when absent. */
  from: seq.optional(),
  maxBytes: z
    .int()
    .min(1)
    .max(maxLogPageBytes)
    .default(256 * 1024),
});

/** From byte `seq` to the next stamp's the guest's bytes were first seen at `at`, milliseconds since 1970. */
export const arrivalSchema = z.object({ seq, at: z.number() });
/** See {@link arrivalSchema}. */
export type Arrival = z.output<typeof arrivalSchema>;

/** See {@link consoleLogInput}. */
export const consoleLogSchema = z.object({
  /** Of the boot that was asked for. */
  boot: consoleBootSchema.optional(),
  /** Number of the first byte in `data`: later than asked for when what was asked for is not kept any more. */
  from: seq,
  /** Ask on from here, until it is `end`. */
  next: seq,
  end: seq,
  data: z.base64(),
  /** Ordered; the first one covers `from`. Empty where arrival was not recorded. */
  arrivals: z.array(arrivalSchema),
});
/** See {@link consoleLogSchema}. */
export type ConsoleLogPage = z.output<typeof consoleLogSchema>;

/** `console.search`: over all kept boots, newest hits first, in text without escape sequences. */
export const consoleSearchInput = z.strictObject({
  instance,
  port,
  text: z.string().min(1).max(200),
  matchCase: z.boolean().default(false),
  boot: bootReference.optional(),
  limit: z.int().min(1).max(500).default(100),
});

/** One line that holds what was sought. `boot` and `line` make its address: `#boot=3&line=812`. */
export const consoleHitSchema = z.object({
  boot: z.int().min(0),
  /** Counted from 1 at the first kept byte of the boot. */
  line: z.int().min(1),
  /** Number of the line's first byte. */
  seq,
  /** The line without escape and control characters, at most 500 characters of it around the hit. */
  text: z.string(),
  /** Where in `text` the hit is. */
  start: z.int().min(0),
  length: z.int().min(1),
  /** When the line's first byte was seen, milliseconds since 1970; absent where that was not recorded. */
  at: z.number().optional(),
});
/** See {@link consoleHitSchema}. */
export type ConsoleHit = z.output<typeof consoleHitSchema>;
/** `more`: there are older hits than `limit` let through. */
export const consoleSearchSchema = z.object({ hits: z.array(consoleHitSchema), more: z.boolean() });

/** A moment of a recording that is worth finding again. */
export const recordingMarkerSchema = z.object({ seq, at: z.number(), label: z.string().max(200) });
/** See {@link recordingMarkerSchema}. */
export type RecordingMarker = z.output<typeof recordingMarkerSchema>;

/** A named recording. While it runs, `to` and `endedAt` are absent. */
export const recordingSchema = z.object({
  id: recordingId,
  name: z.string(),
  port: z.int().min(0),
  by: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  /** Why it ended, when nobody ended it. */
  reason: z.string().optional(),
  from: seq,
  to: seq.optional(),
  cols: z.int().min(1),
  rows: z.int().min(1),
  /** Whether keystrokes are in it: never unless somebody chose so. */
  withInput: z.boolean(),
  markers: z.array(recordingMarkerSchema),
});
/** See {@link recordingSchema}. */
export type Recording = z.output<typeof recordingSchema>;
/** What `console.startRecording`, `.stopRecording` and `.markRecording` answer: the recording as it is then. */
export const recordingReplySchema = z.object({ recording: recordingSchema });
/** `console.recordings`: the newest first. */
export const recordingsSchema = z.object({ recordings: z.array(recordingSchema) });

/** `console.startRecording` */
export const startRecordingInput = z.strictObject({
  instance,
  port,
  name: z.string().trim().min(1).max(80),
  withInput: z.boolean().default(false),
});
/** `console.stopRecording`, `console.deleteRecording` */
export const recordingInput = z.strictObject({ instance, id: recordingId });
/** `console.markRecording` */
export const markRecordingInput = z.strictObject({
  instance,
  id: recordingId,
  label: z.string().trim().min(1).max(200),
});
/** `console.recording`: a page of an ended recording as asciicast v2 text, from character `offset` on. */
export const recordingPageInput = z.strictObject({ instance, id: recordingId, offset: seq.default(0) });
/** `next` is absent on the last page. */
export const recordingPageSchema = z.object({
  recording: recordingSchema,
  text: z.string(),
  next: seq.optional(),
});
