import { consoleFaults, lastNumber } from "./count.ts";
import { stateOf } from "../guest-kind.ts";
import { newestOf } from "../watch/records.ts";
import type { Evidence } from "./evidence.ts";
import { echoes, exceptionOf, lossIsTold, ranAfterHandOn, staysStuck } from "./post-copy.ts";

/** Everything that is not as it must be. Empty when all is well, or as well as {@link exceptionOf} allows. */
export function violationsOf(evidence: Evidence): string[] {
  const always = [
    ...twoRan(evidence),
    ...wentBack(evidence),
    ...ranUnallowed(evidence),
    ...epochs(evidence),
    ...ranAfterHandOn(evidence),
  ];
  if (exceptionOf(evidence) !== undefined) return [...always, ...staysStuck(evidence)];
  return [
    ...(evidence.restless === undefined ? [] : [`it did not come to rest: ${evidence.restless}`]),
    ...always,
    ...stoodStill(evidence),
    ...ownership(evidence),
    ...whereItIs(evidence),
    ...whatIsTold(evidence),
    ...(evidence.guest === "post-copy"
      ? [...echoes(evidence), ...lossIsTold(evidence)]
      : [...consoleFaults(evidence.console), ...disk(evidence)]),
    ...evidence.leftovers.map((path) => `left behind: ${path}`),
  ];
}

/** By the clocks of the QEMUs themselves, which is one clock: no two of them ran at one time. */
function twoRan({ seen }: Evidence): string[] {
  const spans = seen
    .flatMap(({ host, incarnation, spans: all }) =>
      all.map(({ from, to = Number.POSITIVE_INFINITY }) => ({ host, incarnation, from, to })),
    )
    .toSorted((one, other) => one.from - other.from);
  return spans.flatMap((span, index) => {
    const before = spans
      .slice(0, index)
      .find(({ incarnation, to }) => incarnation !== span.incarnation && to > span.from);
    if (before === undefined) return [];
    const until = Math.min(before.to, span.to);
    const time = until === Number.POSITIVE_INFINITY ? "still" : `for ${(until - span.from).toFixed(1)} ms`;
    return [`two ran at once: ${name(before)} and ${name(span)}, ${time}`];
  });
}

/** A process that ran before another one did has an older memory than the guest: it never runs again. */
function wentBack({ seen }: Evidence): string[] {
  return seen.flatMap((other) => {
    const began = other.spans[0]?.from ?? Number.POSITIVE_INFINITY;
    return seen
      .filter(({ spans }) => spans.some(({ from }) => from < began) && spans.some(({ from }) => from > began))
      .map((one) => `the guest went back in time: ${name(one)} ran again after ${name(other)} had run`);
  });
}

function ranUnallowed({ unallowed }: Evidence): string[] {
  return unallowed.map((process) => `${name(process)} ran before its journal said so`);
}

function stoodStill({ seen, mostPauseMs = Number.POSITIVE_INFINITY }: Evidence): string[] {
  return seen.flatMap(({ spans }) =>
    spans.flatMap(({ from }, index) => {
      const pause = from - (spans[index - 1]?.to ?? from);
      return pause <= mostPauseMs ? [] : [`it stood still for ${(pause / 1000).toFixed(1)} s`];
    }),
  );
}

/** An epoch is one permission: for one process of one host. And permissions follow each other. */
function epochs({ allowed: all, source, handedOnIn }: Evidence): string[] {
  const allowed = all.filter(({ host, epoch }) => !(host === source && epoch === handedOnIn));
  return allowed.flatMap((line, index) => {
    const earlier = allowed.slice(0, index);
    const same = earlier.find(
      ({ epoch, incarnation }) => epoch === line.epoch && incarnation !== line.incarnation,
    );
    if (same !== undefined) return [`epoch ${line.epoch} let two run: ${name(same)} and ${name(line)}`];
    const newer = earlier.find(({ epoch, at }) => epoch > line.epoch && at < line.at);
    return newer === undefined
      ? []
      : [`${name(line)} was let run in epoch ${line.epoch}, after epoch ${newer.epoch}`];
  });
}

function ownership({ guest, records, rows, holders, seen, restless }: Evidence): string[] {
  const newest = newestOf(records);
  const row = rows.a ?? rows.b;
  if (restless !== undefined || row === undefined) return [];
  if (newest === undefined) return ["no store has a record of it"];
  const { owner, incarnation, migration, epoch } = newest.record;
  const holder = holders.map((place) => `host-${place}`);
  const own = newest.host === "etcd" ? owner : `host-${newest.host}`;
  const lives = row.state === stateOf(guest);
  const named = seen.some(
    (one) => incarnation?.startsWith(one.incarnation) === true && one.spans.at(-1)?.to === undefined,
  );
  return [
    ...(holder.length === 1 && holder[0] === owner
      ? []
      : [`the record names ${owner}; it lies on ${holder.join(" and ") || "no host"}`]),
    ...(own === owner ? [] : [`the newest record (epoch ${epoch}) is with ${own} and names ${owner}`]),
    ...(migration === null ? [] : [`the record still speaks of a migration (${migration.phase})`]),
    ...(lives && !named ? [`the record names the process ${incarnation ?? "none"}, which does not run`] : []),
  ];
}

/** One guest, in the state in which it was, on one host, as both say; or a reason that a person can read. */
function whereItIs({ guest, rows, processes, mayLose, restless, stuck }: Evidence): string[] {
  const { a, b } = rows;
  if (restless !== undefined) return [];
  if (a === undefined || b === undefined) return ["a host does not know it"];
  const said =
    a.host === b.host && a.state === b.state
      ? []
      : [`host-a says ${a.host} ${a.state}, host-b ${b.host} ${b.state}`];
  const wanted = a.state === "running" || a.state === "paused" ? 1 : 0;
  const count =
    processes.length === wanted ? [] : [`it is ${a.state} with ${processes.length} QEMU processes`];
  const elsewhere = processes
    .filter(({ host }) => `host-${host}` !== a.host)
    .map(({ host }) => `a QEMU of it is on host-${host}`);
  const lost =
    a.state === stateOf(guest) || mayLose
      ? []
      : [`it is ${a.state}, though nothing took it: ${a.reason ?? "no reason"}`];
  const unexplained =
    a.state === stateOf(guest) || a.reason !== undefined ? [] : [`it is ${a.state} and no reason is told`];
  const unable = stuck === undefined ? [] : [`it does not go on when it is told to: ${stuck}`];
  return [...said, ...count, ...elsewhere, ...lost, ...unexplained, ...unable];
}

/** The operation, whose host is the source, says of the guest what is true of it. */
function whatIsTold({ operation, rows, mustMove = false }: Evidence): string[] {
  if (operation?.error?.code === "memory_lost")
    return rows.a?.state === "running" ? ["it runs, and its operation says that its memory was lost"] : [];
  const { a: row } = rows;
  if (operation === undefined || row === undefined) return [];
  const hasMoved = row.host !== operation.host;
  if (mustMove && operation.status !== "succeeded")
    return [
      `its move ${operation.status}, for which there is no reason: ${operation.error?.message ?? "none is told"}`,
    ];
  if (operation.status === "failed" && hasMoved) return ["it moved, and its operation says that it failed"];
  if (operation.status === "succeeded" && !hasMoved)
    return ["it stayed, and its operation says that it moved"];
  return [];
}

/** A number is on the disk before it is printed; and whatever else was on a disk is there. */
function disk({ guest, source, rows, console, consoleFailed, disks }: Evidence): string[] {
  const printed = lastNumber(console);
  if (consoleFailed !== undefined) return [`its console cannot be read: ${consoleFailed}`];
  if (printed === undefined) return ["the guest never printed a number"];
  const host = (rows.a ?? rows.b)?.host;
  const place = host === "host-a" ? "a" : "b";
  const here = disks[place];
  if (here === undefined) return [`its disk is not on ${host ?? "any host"}`];
  const spoilt = (["a", "b"] as const).filter((one) => disks[one]?.isWhole === false);
  const isLost = ((here.number - printed) & 0xffff) >= 0x8000;
  // What is kept at the source is of the moment at which the guest left.
  const keeps = guest === "copied" && place !== source;
  const kept = disks[source];
  const isNewer = keeps && kept !== undefined && ((here.number - kept.number) & 0xffff) >= 0x8000;
  return [
    ...(isLost ? [`the console has ${printed}, the disk only ${here.number}`] : []),
    ...spoilt.map((one) => `the disk on host-${one} has lost what was on it`),
    ...(keeps && kept === undefined ? ["the source's file is gone, which nobody asked for"] : []),
    ...(isNewer ? [`the source's file has ${kept.number}, the copy only ${here.number}`] : []),
  ];
}

function name({ host, incarnation }: { readonly host: string; readonly incarnation: string }): string {
  return `${incarnation.slice(0, 8)} on host-${host}`;
}
