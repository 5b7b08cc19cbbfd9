import type { Instance, OperationContext } from "../../instance/index.ts";
import { GantryError } from "../../model/error.ts";
import type { ProbeReply } from "../../model/migration-peer.ts";
import type { Forecast, MigrationOptions, MigrationResult } from "../../model/migration.ts";
import type { OwnershipRecord } from "../../model/ownership.ts";
import { Saga } from "../../saga/index.ts";
import { describePassage, type Destination, type Passage } from "../move.ts";
import { resultOf } from "../result.ts";
import { begin, undoBegin } from "../steps/begin.ts";
import { refuseFailed } from "../steps/check.ts";
import { commit } from "../steps/commit.ts";
import { switchover, undoTransfer } from "../steps/switchover.ts";
import { agreeOnTransfer, transfer } from "../steps/transfer.ts";
import { checkHere } from "./check-here.ts";
import { goOn } from "./go-on.ts";
import { retireOld } from "./retire-old.ts";
import { Successor } from "./successor.ts";

/**
 * Moves a running guest into a new QEMU process of its own host, which is how it comes onto a QEMU that was upgraded. The
 * steps are those of a move to another host. One agent and one ownership record know both processes: whom the record
 * names has the guest, and the other is ended. Until `commit` a failure or a cancel leaves the guest where it was.
 *
 * @throws GantryError `checks_refused`, `migration_failed` or `cancelled` (the guest stays), `migration_in_doubt`.
 */
export async function moveHere(
  instance: Instance,
  how: {
    readonly options: MigrationOptions;
    readonly context: OperationContext;
    /** What was foretold, to stand beside what is measured. */
    readonly forecast: Forecast | undefined;
  },
): Promise<MigrationResult> {
  const { host, lifetime } = instance.services;
  using _lock = instance.lock.take(instance.name, "move to a new QEMU process");
  instance.assertAllowed("migrate");
  await using destination = new Waiting(host, lifetime);
  const move = await describePassage(instance, { peer: destination, ...how });
  const saga = new Saga(move.context, lifetime);
  using _shown = instance.enter({ state: "migrating", migratingTo: host });
  move.context.mayCancel(true);

  await saga.step("check", async () => refuseFailed(move, await checkHere(instance, move.request)));
  await saga.step(
    "begin",
    () => begin(move),
    () => undoBegin(move),
  );
  await saga.step(
    "prepare",
    () => destination.prepare(move),
    () => destination.discard(),
  );
  saga.skip("copy disks");
  await saga.step(
    "transfer",
    () => transfer(move),
    () => undoTransfer(move),
  );
  await saga.step("switchover", () => switchover(move));
  move.context.mayCancel(false);
  const record = await saga.step("commit", () => commitHere(move, saga));
  saga.passNoReturn();
  await saga.step("resume", () => goOn(move, destination.successor, record));
  await retire(move, saga);
  return resultOf(move, "moved");
}

/** The guest is in its new process, also when what the old one left cannot be removed now: recovery removes it. */
async function retire(move: Passage, saga: Saga): Promise<void> {
  const { name, services } = move.instance;
  try {
    await saga.step("retire", () => retireOld(move));
  } catch (error) {
    // An agent that ends leaves the operation to the next one.
    if (services.lifetime.aborted) throw error;
    services.log("warn", `${name}: what its older QEMU process left is removed later`, {
      error: GantryError.from(error).message,
    });
  }
}

/** Until it is known which process has the guest, nobody judges what the death of either means. */
async function commitHere(move: Passage, saga: Saga): Promise<OwnershipRecord> {
  move.live.contest();
  try {
    return await commit(move, saga);
  } catch (error) {
    if (!(error instanceof GantryError) || error.code !== "migration_in_doubt") move.live.decide(true);
    throw error;
  }
}

/** The new process, once it is there. When this agent is let go, or the way ends in doubt, the process lives on without it. */
class Waiting implements Destination, AsyncDisposable {
  readonly host: string;
  readonly #lifetime: AbortSignal;
  #successor: Successor | undefined;
  readonly #letGo = () => this.#successor?.live.release();

  constructor(host: string, lifetime: AbortSignal) {
    this.host = host;
    this.#lifetime = lifetime;
    lifetime.addEventListener("abort", this.#letGo, { once: true });
  }

  get successor(): Successor {
    if (this.#successor === undefined) throw new Error("There is no new process yet.");
    return this.#successor;
  }

  /** Starts it; meanwhile the other one is told how it is to send. */
  async prepare(move: Passage): Promise<void> {
    const [launched, agreed] = await Promise.allSettled([Successor.launch(move), agreeOnTransfer(move)]);
    if (launched.status === "fulfilled") this.#successor = launched.value;
    if (this.#lifetime.aborted) this.#letGo();
    if (launched.status === "rejected") throw launched.reason;
    if (agreed.status === "rejected") throw agreed.reason;
    move.prepared = { memory: "", copies: {} };
  }

  openStream: Destination["openStream"] = () => this.successor.openStream();

  probe(): Promise<ProbeReply> {
    return this.successor.probe();
  }

  async discard(): Promise<void> {
    await this.#successor?.discard();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#lifetime.removeEventListener("abort", this.#letGo);
  }
}
