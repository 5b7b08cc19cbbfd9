import * as z from "zod";
import type { Patience } from "../waiting.ts";
import { type QmpCaller, query, readAnswer } from "./ask.ts";
import { qomGet, qomSet } from "./objects.ts";

const queryBalloonSchema = z.object({ actual: z.number() }).transform(({ actual }) => actual);

/** The balloon writes 2^64-1, which JSON numbers round, for what the guest did not say. */
const unknownFrom = 2 ** 63;
const bytes = z
  .number()
  .optional()
  .transform((value) => (value === undefined || value < 0 || value >= unknownFrom ? undefined : value));

const guestStatsSchema = z
  .object({
    "last-update": z.number(),
    stats: z.object({
      "stat-total-memory": bytes,
      "stat-free-memory": bytes,
      "stat-available-memory": bytes,
      "stat-disk-caches": bytes,
      "stat-swap-in": bytes,
      "stat-swap-out": bytes,
    }),
  })
  .transform(({ "last-update": seconds, stats }) => ({
    /** When the guest said it; undefined: it never did, as without a balloon driver. */
    at: seconds === 0 ? undefined : new Date(seconds * 1000),
    totalBytes: stats["stat-total-memory"],
    freeBytes: stats["stat-free-memory"],
    /** What programs could still get without swapping. */
    availableBytes: stats["stat-available-memory"],
    cacheBytes: stats["stat-disk-caches"],
    swappedInBytes: stats["stat-swap-in"],
    swappedOutBytes: stats["stat-swap-out"],
  }));

/** The guest's memory as the guest sees it. */
export type GuestMemory = z.output<typeof guestStatsSchema>;

/** Asks the guest to live with `bytes` of memory. Without a balloon driver it does nothing; BALLOON_CHANGE tells. */
export async function balloon(caller: QmpCaller, bytes: number, options?: Patience): Promise<void> {
  await caller.execute("balloon", { value: bytes }, options);
}

/** Bytes of memory the guest has at present. Refused (DeviceNotActive) without a balloon device. */
export function queryBalloon(caller: QmpCaller, options?: Patience): Promise<number> {
  return query(caller, "query-balloon", queryBalloonSchema, options);
}

/** Lets the balloon ask the guest for its figures each so many seconds; 0 stops it. `device` is the balloon's id. */
export async function setGuestMemoryInterval(
  caller: QmpCaller,
  { device, seconds }: { readonly device: string; readonly seconds: number },
  options?: Patience,
): Promise<void> {
  await qomSet(caller, { path: pathOf(device), property: "guest-stats-polling-interval" }, seconds, options);
}

/** The guest's last figures. */
export async function queryGuestMemory(
  caller: QmpCaller,
  device: string,
  options?: Patience,
): Promise<GuestMemory> {
  const answer = await qomGet(caller, { path: pathOf(device), property: "guest-stats" }, options);
  return readAnswer("qom-get guest-stats", guestStatsSchema, answer);
}

function pathOf(device: string): string {
  return `/machine/peripheral/${device}`;
}
