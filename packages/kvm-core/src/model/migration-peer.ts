import * as z from "zod";
import { checkSchema, guestClocks, migrationOptionsSchema } from "./migration.ts";
import { nameSchema } from "./name.ts";
import { ownershipRecordSchema } from "./ownership.ts";
import { machinePlacesSchema } from "./places.ts";
import { instanceSpecSchema } from "./spec.ts";

/** Grows when agents of different versions could not migrate to each other any more. */
export const migrationProtocol = 2;

/** What the source tells the target before anything moves. The target validates it as if a user had typed it. */
export const prepareRequestSchema = z.strictObject({
  migrationId: z.string().regex(/^[0-9a-f]{16}$/),
  /** See {@link migrationProtocol}. */
  protocol: z.int().default(1),
  source: nameSchema,
  /** Chosen by the source, so that the ownership record names the process before it exists. */
  targetIncarnation: z.string().regex(/^[0-9a-f]{16}$/),
  uuid: z.uuid(),
  spec: instanceSpecSchema,
  /** The machine as it runs: pinned versioned type, CPU model and accelerator. */
  machine: z.strictObject({
    machineType: z.string().regex(/^[A-Za-z0-9._-]{1,60}$/),
    cpuModel: z.string().regex(/^[A-Za-z0-9._-]{1,100}$/),
    accelerator: z.enum(["kvm", "tcg"]),
  }),
  /** Where its devices sit. Absent from a source that knows no other places than those of the spec's order. */
  places: machinePlacesSchema.optional(),
  qemuVersion: z.string().max(60),
  options: migrationOptionsSchema,
  /** Device and inode of each file disk as the source sees it: the same pair on the target means the same file. */
  fileIdentities: z.record(z.string(), z.string().max(80)),
  /** Size of each image file as the source's QEMU has it open, in bytes. `allocated`: what it takes there. */
  images: z
    .record(
      z.string(),
      z.strictObject({
        size: z.int().min(0),
        allocated: z.int().min(0),
        /** Names of the snapshots inside it. */
        snapshots: z.array(z.string().max(300)).max(1000).default([]),
      }),
    )
    .default({}),
  /** Largest packet of each bridge that an interface is on, in bytes, as the source has it. */
  bridgeMtus: z.record(z.string(), z.int()).default({}),
  /** The machine as the source builds it, option by option: only ever compared with what the target would build. */
  machineSeen: z.array(z.string().max(4096)).max(256).default([]),
  /** Whether the source's ownership records are in a store that hosts share. */
  sharedStore: z.boolean().default(false),
  sentAt: z.iso.datetime(),
});
/** See {@link prepareRequestSchema}. */
export type PrepareRequest = z.output<typeof prepareRequestSchema>;

const ticketSchema = z.string().regex(/^[0-9a-f]{32}$/);

/** What the target has made ready: tickets, each for one stream and one use, and which disks the source has to copy. */
export const prepareReplySchema = z.object({
  memory: ticketSchema,
  /** By disk: the ticket of its stream, and where its copy lies on the target. */
  copies: z.record(z.string(), z.object({ ticket: ticketSchema, path: z.string() })),
});
/** See {@link prepareReplySchema}. */
export type PrepareReply = z.output<typeof prepareReplySchema>;

/** The hand-over. After this the target owns the instance; sent only by the source, after it saw `completed` itself. */
export const commitRequestSchema = z.strictObject({
  migrationId: z.string().regex(/^[0-9a-f]{16}$/),
  record: ownershipRecordSchema,
  /** Resume the guest after arrival; a guest that was paused before arrives paused. */
  resume: z.boolean(),
  /**
   * Per serial port: bytes the guest has written so far, and the newest of them (base64), so that consoles go on; and
   * what was typed but not yet taken by the guest (base64).
   */
  serial: z.array(
    z.strictObject({
      seq: z.int().min(0),
      boot: z.int().min(0),
      tail: z.base64(),
      untaken: z.base64().default(""),
    }),
  ),
});
/** See {@link commitRequestSchema}. */
export type CommitRequest = z.output<typeof commitRequestSchema>;

const seqSchema = z.int().min(0);
const pastOf = { migrationId: z.string().regex(/^[0-9a-f]{16}$/), port: z.int().min(0).max(3) };

/**
 * What the guest wrote on a serial port before the tail that came with the hand-over; sent when it runs on the target.
 * `bytes` come first, in any order; `end` says which of them are all that will come, and what else is known of the past.
 */
export const pastPartSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("bytes"), ...pastOf, from: seqSchema, data: z.base64() }),
  z.strictObject({
    kind: z.literal("end"),
    ...pastOf,
    kept: z.array(z.strictObject({ from: seqSchema, to: seqSchema })),
    boots: z.array(z.strictObject({ n: z.int().min(1), seq: seqSchema, at: z.iso.datetime() })),
    /** When bytes came, in the form of the file of times (base64). */
    arrivals: z.base64(),
  }),
]);
/** See {@link pastPartSchema}. */
export type PastPart = z.output<typeof pastPartSchema>;

/** What became of the hand-over on the target. `ended`: it arrived there, and its process has ended since. */
export const commitReplySchema = z.object({ state: z.enum(["running", "paused", "ended"]) });
/** See {@link commitReplySchema}. */
export type CommitReply = z.output<typeof commitReplySchema>;

/** How the target's side of a migration looks now. `gone` means it holds nothing of it. */
export const probeReplySchema = z.object({
  phase: z.enum(["waiting", "receiving", "received", "committed", "failed", "gone"]),
  message: z.string().optional(),
  /** Post-copy: its process lacks a part of the guest's memory, or does not say that it has all of it. */
  missing: z.boolean().optional(),
  /** Post-copy: its process has noticed that the stream was cut. */
  cut: z.boolean().optional(),
  /** It has arrived, and its process has ended since; `lost`: because the rest of its memory could not come. */
  ended: z.enum(["stopped", "crashed", "lost"]).optional(),
  /** It was started anew since, from its disks. */
  again: z.boolean().optional(),
});
/** See {@link probeReplySchema}. */
export type ProbeReply = z.output<typeof probeReplySchema>;

/** The ticket of a stream by which a post-copy move that was cut off goes on. */
export const rejoinReplySchema = z.object({ ticket: ticketSchema });
/** See {@link rejoinReplySchema}. */
export type RejoinReply = z.output<typeof rejoinReplySchema>;

/** What followed after a guest was let run on the target, which its move did not wait for. */
export const arrivalReplySchema = z.object({ clock: z.enum(guestClocks).optional() });
/** See {@link arrivalReplySchema}. */
export type ArrivalReply = z.output<typeof arrivalReplySchema>;

/** Of what a target asks its source whether it still stands. */
export const standsInput = z.strictObject({
  migrationId: z.string().regex(/^[0-9a-f]{16}$/),
  uuid: z.uuid(),
});

/** What a source says of a migration that a target asks about. */
export const standsReplySchema = z.object({
  /** It holds something of the guest, and its record speaks of this migration. */
  stands: z.boolean(),
  /** A person has taken the guest over there, the target being off. An older source never says so. */
  taken: z.boolean().default(false),
});
/** See {@link standsReplySchema}. */
export type StandsReply = z.output<typeof standsReplySchema>;

/** All of the target's findings at once, and which disks would be copied. */
export const checkReplySchema = z.object({
  checks: z.array(checkSchema),
  copies: z.array(z.string()).default([]),
});
/** See {@link checkReplySchema}. */
export type CheckReply = z.output<typeof checkReplySchema>;

/**
 * The target of a migration as its source sees it; and, in one question, its source as the target sees it. Everything is
 * idempotent: asking again after a lost answer gives the same result. A thrown `host_unreachable` means *outcome unknown*.
 *
 * `Stream` is the byte stream type of the runtime (a Node `Duplex`); the model knows no Node.
 */
export interface MigrationPeer<Stream> {
  readonly host: string;
  check(request: PrepareRequest, signal?: AbortSignal): Promise<CheckReply>;
  /**
   * Sends bytes that mean nothing over the way that a migration takes, for a fraction of a second.
   *
   * @returns what the link carries, in bytes a second.
   */
  measureLink(signal?: AbortSignal): Promise<number>;
  /** Resolves once the target's QEMU waits, paused, for the stream. */
  prepare(request: PrepareRequest, signal?: AbortSignal): Promise<PrepareReply>;
  /** Opens the stream of one ticket: bytes written here reach one socket of the target's QEMU and nothing else. */
  openStream(ticket: string, signal?: AbortSignal): Promise<Stream>;
  probe(migrationId: string, signal?: AbortSignal): Promise<ProbeReply>;
  commit(request: CommitRequest, signal?: AbortSignal): Promise<CommitReply>;
  /** Brings a part of a console's older past after the guest. A target of an older version knows no such call. */
  bringPast(part: PastPart, signal?: AbortSignal): Promise<void>;
  /** Resolves once it is known what became of the guest's clock. A target of an older version knows no such call. */
  arrival(migrationId: string, signal?: AbortSignal): Promise<ArrivalReply>;
  abort(migrationId: string): Promise<void>;
  /** Post-copy: the target listens anew, and gives out a ticket for the stream. */
  rejoin(migrationId: string): Promise<RejoinReply>;
  /** Post-copy: what the target lacks is lost with the source's process. What it has is ended, if it is not whole. */
  endRest(migrationId: string): Promise<void>;
  /** Nothing of the guest is left at the source. A target of an older version knows no such call, and needs none. */
  letGo(migrationId: string): Promise<void>;
  /** Asked by a target of its source: whether its record still speaks of this migration of the instance. */
  stands(migrationId: string, uuid: string): Promise<StandsReply>;
}

/** A target that is only asked whether a migration to it would go well. */
export type CheckablePeer = Pick<MigrationPeer<unknown>, "host" | "check" | "measureLink">;
