import { type Doubt, type DoubtFacts, doubtWords } from "./doubt.ts";
import type { HostEvidence, OwnEvidence } from "./evidence.ts";
import { isHandedOver } from "./ownership-rules.ts";

/**
 * What follows from the evidence: the one thing that only a person can settle, if there is any. A host that answers settles
 * by itself what it can, so every doubt is about one that does not, or about the store.
 */
export function judgeEvidence(instance: string, hosts: readonly HostEvidence[]): Doubt | undefined {
  const seen = hosts.flatMap(({ own }) => own ?? []);
  const silent = (host: string) => !hosts.some((one) => one.host === host && one.answers);
  for (const own of seen) {
    const facts = storeLost(own, seen) ?? given(own, silent) ?? waits(own, silent) ?? notHeard(own, silent);
    if (facts !== undefined) {
      const about = { ...facts, instance: own.name ?? instance };
      const { reason, source, target } = facts;
      return { reason, instance: about.instance, source, target, words: doubtWords(about) };
    }
  }
  return undefined;
}

type Facts = Omit<DoubtFacts, "instance">;
type Silent = (host: string) => boolean;

/** The source's process has sent everything, and the record does not say what became of it. */
function storeLost(own: OwnEvidence, seen: readonly OwnEvidence[]): Facts | undefined {
  if (own.holds !== "instance" || own.recordFault === undefined || own.qemu?.status !== "postmigrate")
    return undefined;
  const target = own.migration?.target ?? seen.find(({ holds }) => holds === "waiting")?.host ?? "its target";
  return { reason: "store-lost", source: own.host, target, mayChoose: false };
}

/** The source has given it to a target that does not answer. */
function given(own: OwnEvidence, silent: Silent): Facts | undefined {
  const { record, holds, host } = own;
  if (holds !== "instance" || record?.migration == null || record.owner === host) return undefined;
  if (record.state !== "committed" || !silent(record.owner)) return undefined;
  const facts = { reason: "target-unreachable", source: host, target: record.owner } as const;
  return { ...facts, mayChoose: hasPausedCopy(own) };
}

/** The target has all of it, and the source neither commits nor calls it off. */
function waits(own: OwnEvidence, silent: Silent): Facts | undefined {
  const { migration, holds, host, isWhole } = own;
  if (holds !== "waiting" || isWhole !== true || migration?.source === undefined || !silent(migration.source))
    return undefined;
  const isNamed = own.record?.migration?.id === migration.id && own.record.owner === migration.source;
  const facts = { reason: "source-unreachable", source: migration.source, target: host } as const;
  return { ...facts, mayChoose: own.sharedStore && isNamed && hasPausedCopy(own) };
}

/** It has ended on its target before the source was heard. */
function notHeard({ record, host, holds }: OwnEvidence, silent: Silent): Facts | undefined {
  if (holds !== "instance" || record?.migration == null || record.owner !== host) return undefined;
  if (!isHandedOver(record) || record.incarnation !== null || !silent(record.migration.source))
    return undefined;
  return { reason: "source-not-heard", source: record.migration.source, target: host, mayChoose: false };
}

/**
 * A process of its own proves that this host was not off itself since the migration: nobody can have said so and have
 * chosen the other side.
 */
function hasPausedCopy({ process, qemu }: OwnEvidence): boolean {
  return process?.alive === true && qemu !== undefined && qemu.status !== "running";
}
