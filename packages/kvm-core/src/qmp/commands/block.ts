import * as z from "zod";
import type { Patience } from "../waiting.ts";
import { type QmpCaller, query } from "./ask.ts";

const snapshotSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    "vm-state-size": z.number(),
    "date-sec": z.number(),
    "date-nsec": z.number(),
  })
  .transform((snapshot) => ({
    id: snapshot.id,
    /** The tag it was saved under. */
    name: snapshot.name,
    /** Bytes of the guest's memory in it; 0: of the disk alone. */
    memoryBytes: snapshot["vm-state-size"],
    at: new Date(snapshot["date-sec"] * 1000 + Math.floor(snapshot["date-nsec"] / 1_000_000)),
  }));

const imageSchema = z
  .object({
    filename: z.string(),
    format: z.string(),
    "virtual-size": z.number(),
    "actual-size": z.number().optional(),
    "backing-filename": z.string().optional(),
    snapshots: z.array(snapshotSchema).default([]),
  })
  .transform((image) => ({
    filename: image.filename,
    format: image.format,
    /** Bytes the guest sees. */
    virtualBytes: image["virtual-size"],
    /** Bytes taken on the host; undefined where the storage does not tell. */
    actualBytes: image["actual-size"],
    backingFile: image["backing-filename"],
    /** Snapshots inside the image. */
    snapshots: image.snapshots,
  }));

const bitmapSchema = z
  .object({
    name: z.string().optional(),
    count: z.number(),
    granularity: z.number(),
    recording: z.boolean(),
    busy: z.boolean(),
    persistent: z.boolean(),
    inconsistent: z.boolean().optional(),
  })
  .transform(({ count, inconsistent, ...bitmap }) => ({
    ...bitmap,
    /** Bytes it marks as changed. */
    dirtyBytes: count,
    /** QEMU ended without saving it: it can only be removed. */
    inconsistent: inconsistent ?? false,
  }));

const nodeSchema = z
  .object({
    "node-name": z.string().optional(),
    drv: z.string(),
    ro: z.boolean(),
    image: imageSchema,
    "dirty-bitmaps": z.array(bitmapSchema).default([]),
  })
  .transform(({ "node-name": nodeName, drv: driver, ro: readOnly, image, "dirty-bitmaps": bitmaps }) => ({
    nodeName,
    driver,
    readOnly,
    image,
    bitmaps,
  }));

const queryBlockSchema = z.array(
  z
    .object({
      qdev: z.string().optional(),
      "io-status": z.string().optional(),
      removable: z.boolean(),
      tray_open: z.boolean().optional(),
      inserted: nodeSchema.optional(),
    })
    .transform(({ qdev, "io-status": ioStatus, removable, tray_open: trayOpen, inserted }) => ({
      qdev,
      ioStatus,
      removable,
      /** Undefined for what has no tray. */
      trayOpen,
      inserted,
    })),
);

const queryNamedBlockNodesSchema = z.array(nodeSchema);

const counters = z
  .object({
    rd_bytes: z.number(),
    wr_bytes: z.number(),
    rd_operations: z.number(),
    wr_operations: z.number(),
    flush_operations: z.number(),
    failed_rd_operations: z.number(),
    failed_wr_operations: z.number(),
  })
  .transform((stats) => ({
    readBytes: stats.rd_bytes,
    writtenBytes: stats.wr_bytes,
    reads: stats.rd_operations,
    writes: stats.wr_operations,
    flushes: stats.flush_operations,
    failedReads: stats.failed_rd_operations,
    failedWrites: stats.failed_wr_operations,
  }));

const queryBlockstatsSchema = z.array(
  z
    .object({ qdev: z.string().optional(), "node-name": z.string().optional(), stats: counters })
    .transform(({ qdev, "node-name": nodeName, stats }) => ({ qdev, nodeName, ...stats })),
);

/** A device's disk. `qdev` is its QOM path; `ioStatus` is `ok`, `failed` or `nospace`. */
export type BlockDevice = z.output<typeof queryBlockSchema>[number];
/** A node of the block graph. */
export type BlockNode = z.output<typeof nodeSchema>;
/** Totals of a device since this QEMU started. */
export type BlockStats = z.output<typeof queryBlockstatsSchema>[number];

/** The guest's disks and what is in them. */
export function queryBlock(caller: QmpCaller, options?: Patience): Promise<BlockDevice[]> {
  return query(caller, "query-block", queryBlockSchema, options);
}

/** Counters of the guest's disks. They start at zero again in each QEMU, also after a migration. */
export function queryBlockstats(caller: QmpCaller, options?: Patience): Promise<BlockStats[]> {
  return query(caller, "query-blockstats", queryBlockstatsSchema, options);
}

/** Every node of the block graph, also those no device uses. */
export function queryNamedBlockNodes(caller: QmpCaller, options?: Patience): Promise<BlockNode[]> {
  return query(caller, "query-named-block-nodes", queryNamedBlockNodesSchema, options);
}
