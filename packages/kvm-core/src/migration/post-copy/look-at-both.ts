import type { Duplex } from "node:stream";
import type { Instance } from "../../instance/index.ts";
import type { MigrationPeer, ProbeReply } from "../../model/migration-peer.ts";
import { queryMigrate } from "../../qmp/index.ts";
import { readRuntime } from "../../state-dir/index.ts";
import { type AfterHandOn, type Sending, sendingOf } from "./hand-on-rules.ts";

/** Milliseconds that the source's QEMU has for its answer. */
const patienceMs = 1500;

/** What both sides of a post-copy move say. */
export interface BothSides extends Omit<AfterHandOn, "heard" | "settled"> {
  /** It has arrived on the target, and its process has ended there since. */
  readonly ended: ProbeReply["ended"];
  /** And it was started anew. */
  readonly again: boolean;
}

/** Asks the target, and the source's own process. Never throws: no answer is an answer. */
export async function lookAtBoth({
  id,
  instance,
  peer,
}: {
  readonly id: string;
  readonly instance: Instance;
  readonly peer: Pick<MigrationPeer<Duplex>, "probe">;
}): Promise<BothSides> {
  const [answer, sending] = await Promise.all([
    peer.probe(id).catch(() => undefined),
    sendingHere(instance).catch((): Sending => "unknown"),
  ]);
  return {
    answer: answer?.phase,
    missing: answer?.missing === true,
    cutThere: answer?.cut === true,
    ended: answer?.ended,
    again: answer?.again === true,
    sending,
  };
}

async function sendingHere({ live, services, uuid }: Instance): Promise<Sending> {
  if (live !== undefined && !live.monitor.isClosed)
    return sendingOf((await queryMigrate(live.monitor, { timeoutMs: patienceMs })).status);
  // As long as a process is on record it may live, and hang.
  return (await readRuntime(services.layout, uuid)) === undefined ? "gone" : "unknown";
}
