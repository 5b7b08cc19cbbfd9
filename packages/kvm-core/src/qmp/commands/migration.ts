import type { ArgumentsOf } from "../vocabulary.ts";
import type { Patience } from "../waiting.ts";
import type { QmpCaller } from "./ask.ts";

/** An ability of the migration that QEMU knows. */
type MigrationCapability = ArgumentsOf<"migrate-set-capabilities">["capabilities"][number]["capability"];

/** Parameters of `migrate-set-parameters` that Gantry sets. Allowed also while a migration runs. */
export interface MigrationParameters {
  /** Bytes a second; 0 lifts the limit. QEMU's default is 128 MiB/s. */
  readonly "max-bandwidth"?: number;
  /** The same for what follows a post-copy switch-over. QEMU's default is no limit. */
  readonly "max-postcopy-bandwidth"?: number;
  /** Milliseconds the guest may stand still at the switch-over. */
  readonly "downtime-limit"?: number;
  readonly "cpu-throttle-initial"?: number;
  readonly "cpu-throttle-increment"?: number;
  readonly "max-cpu-throttle"?: number;
  readonly "multifd-channels"?: number;
  readonly "multifd-compression"?: "none" | "zlib" | "zstd";
  readonly "tls-creds"?: string;
  readonly "tls-hostname"?: string;
  readonly "tls-authz"?: string;
}

/** Switches abilities of the migration on or off. Both sides need the same; refused while a migration runs. */
export async function migrateSetCapabilities(
  caller: QmpCaller,
  wanted: Readonly<Partial<Record<MigrationCapability, boolean>>>,
  options?: Patience,
): Promise<void> {
  // The compiler forgets the names of an object's entries; `wanted` has checked them.
  const capabilities = Object.entries(wanted).map(([capability, state]) => ({ capability, state }));
  await caller.executeUnchecked("migrate-set-capabilities", { capabilities }, options);
}

/** Sets limits of the migration. */
export async function migrateSetParameters(
  caller: QmpCaller,
  parameters: MigrationParameters,
  options?: Patience,
): Promise<void> {
  await caller.execute("migrate-set-parameters", parameters, options);
}

/**
 * Starts sending the guest to `uri` (`unix:PATH`, `tcp:HOST:PORT`; never `exec:`). Returns at once, also when nobody
 * listens there: the MIGRATION event and `query-migrate` tell how it goes.
 */
export async function migrate(caller: QmpCaller, uri: string, options?: Patience): Promise<void> {
  await caller.execute("migrate", { uri }, options);
}

/**
 * Tells the network where the guest's interfaces are: each sends a reverse ARP with its address, which bridges and
 * switches learn from, and a virtio interface asks its guest to announce its addresses. Answers at once and repeats it,
 * each time after a longer wait.
 */
export async function announceSelf(
  caller: QmpCaller,
  how: {
    readonly rounds: number;
    /** Waits between the rounds, in milliseconds. */
    readonly initialMs: number;
    readonly stepMs: number;
    readonly maxMs: number;
  },
  options?: Patience,
): Promise<void> {
  const { rounds, initialMs: initial, stepMs: step, maxMs: max } = how;
  await caller.execute("announce-self", { rounds, initial, step, max }, options);
}

/** Lets a QEMU that was started with `-incoming defer` listen on `uri`. */
export async function migrateIncoming(caller: QmpCaller, uri: string, options?: Patience): Promise<void> {
  await caller.execute("migrate-incoming", { uri }, options);
}

/** Lets a migration that is going on switch over as soon as it can, and send the rest of the memory after that. */
export async function migrateStartPostcopy(caller: QmpCaller, options?: Patience): Promise<void> {
  await caller.execute("migrate-start-postcopy", undefined, options);
}

/** Goes on sending, from `postcopy-paused`, to a target that listens anew at `uri`. Returns at once, like {@link migrate}. */
export async function migrateResume(caller: QmpCaller, uri: string, options?: Patience): Promise<void> {
  await caller.execute("migrate", { uri, resume: true }, options);
}

/** Makes `postcopy-paused` of `postcopy-active`, past QEMU's queue: a link that is dead is not noticed by whoever only reads. */
export async function migratePause(caller: QmpCaller, options?: Patience): Promise<void> {
  await caller.executeOutOfBand("migrate-pause", undefined, options);
}

/** Goes on from `pre-switchover`, where the guest already stands still. */
export async function migrateContinue(caller: QmpCaller, options?: Patience): Promise<void> {
  await caller.execute("migrate-continue", { state: "pre-switchover" }, options);
}

/** Gives a migration up. Answers at once; wait for `cancelled`. The guest runs on by itself. */
export async function migrateCancel(caller: QmpCaller, options?: Patience): Promise<void> {
  await caller.execute("migrate_cancel", undefined, options);
}

/**
 * Cuts the migration's connection, past QEMU's queue. The one way to free a source whose main loop hangs because the
 * network broke at the switch-over: it then fails and the guest runs on.
 */
export async function yankMigration(caller: QmpCaller, options?: Patience): Promise<void> {
  await caller.executeOutOfBand("yank", { instances: [{ type: "migration" }] }, options);
}
