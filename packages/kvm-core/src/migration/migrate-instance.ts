import type { Duplex } from "node:stream";
import type { Instance, OperationContext } from "../instance/index.ts";
import type { Forecast, MigrationOptions } from "../model/migration.ts";
import type { MigrationPeer } from "../model/migration-peer.ts";
import { Saga } from "../saga/index.ts";
import { describeMove } from "./move.ts";
import { type Migrated, NotRetired } from "./not-retired.ts";
import { memoryLost } from "./post-copy/memory-lost.ts";
import { resultOf } from "./result.ts";
import { begin, undoBegin } from "./steps/begin.ts";
import { check } from "./steps/check.ts";
import { prepare } from "./steps/prepare.ts";
import { commit } from "./steps/commit.ts";
import { abandonCopies, copiesNothing, copyDisks } from "./steps/copy-disks.ts";
import { resume } from "./steps/resume.ts";
import { retireMoved } from "./steps/retire.ts";
import { undoTransfer, switchover } from "./steps/switchover.ts";
import { transfer } from "./steps/transfer.ts";

/**
 * Moves a running instance to another host. Read from top to bottom this is the whole story: until `commit` a failure or
 * a cancel leaves the guest where it was; from `commit` on it belongs to the target, and only finishing is possible.
 *
 * @throws GantryError `checks_refused`, `migration_failed` or `cancelled` (the guest stays), `migration_in_doubt`, and
 *   `memory_lost` when post-copy has lost its memory and it is still here.
 * @throws NotRetired: the guest has moved, and something of it is left here.
 */
export async function migrateInstance(
  instance: Instance,
  how: {
    readonly peer: MigrationPeer<Duplex>;
    readonly options: MigrationOptions;
    readonly context: OperationContext;
    /** Told when the instance has left, though not everything of it is gone from here. */
    readonly onLeft: () => void;
    /** What was foretold, to stand beside what is measured. */
    readonly forecast: Forecast | undefined;
  },
): Promise<Migrated> {
  using _lock = instance.lock.take(instance.name, `migrate to ${how.peer.host}`);
  instance.assertAllowed("migrate");
  const move = await describeMove(instance, how);
  const saga = new Saga(move.context, instance.services.lifetime);
  using _shown = instance.enter({ state: "migrating", migratingTo: move.peer.host });
  move.context.mayCancel(true);

  await saga.step("check", () => check(move));
  await saga.step(
    "begin",
    () => begin(move),
    () => undoBegin(move),
  );
  await saga.step(
    "prepare",
    () => prepare(move),
    () => move.peer.abort(move.id),
  );
  if (copiesNothing(move)) saga.skip("copy disks");
  else
    await saga.step(
      "copy disks",
      () => copyDisks(move),
      () => abandonCopies(move),
    );
  await saga.step(
    "transfer",
    () => transfer(move),
    () => undoTransfer(move),
  );
  await saga.step("switchover", () => switchover(move));
  move.context.mayCancel(false);
  const record = await saga.step("commit", () => commit(move, saga));
  saga.passNoReturn();
  await saga.step("resume", () => resume(move, record));
  // Told, not thrown: it has left.
  const lost =
    move.lost === undefined ? undefined : memoryLost(move, { ...move.lost, startsOn: move.peer.host });
  await saga
    .step("retire", () => retireMoved(move))
    .catch((error: unknown) => {
      throw new NotRetired({ result: resultOf(move, "moved"), lost }, error);
    });
  return { result: resultOf(move, "moved"), lost };
}
