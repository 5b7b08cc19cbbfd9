import type { Doubt, Evidence, HostEvidence } from "@gantry/kvm-core/model";
import { table } from "./table.ts";

/** What both hosts know, as a table with a column for each, and below it what follows. */
export function evidenceLines({ instance, hosts, doubt }: Evidence): string {
  const rows = facts.map(([label, tell]) => [label, ...hosts.map((host) => tell(host) ?? "-")]);
  const seen = table([instance, ...hosts.map(({ host }) => host)], rows);
  const journals = hosts.flatMap(({ host, own }) =>
    own === undefined || own.journal.length === 0
      ? []
      : [`journal of ${host}:`, ...own.journal.map((line) => `  ${line}`)],
  );
  const words = doubt === undefined ? [`Nothing of ${instance} is in doubt.`] : doubtLines(doubt);
  return `${[seen.trimEnd(), ...journals, "", ...words].join("\n")}\n`;
}

function doubtLines({ words }: Doubt): string[] {
  const { happened, where, data, safe, todo, command, choice } = words;
  const choosing = choice === undefined ? [] : ["", choice.warning, `  ${choice.command}`];
  return [happened, where, `${data} ${safe}`, todo, `  ${command}`, ...choosing];
}

/** The rows, each with what it shows of a host. */
const facts: readonly (readonly [string, (host: HostEvidence) => string | undefined])[] = [
  ["answers", ({ answers, reason }) => (answers ? "yes" : `no: ${reason ?? "it is away"}`)],
  ["seen at", ({ own, lastSeen }) => own?.at ?? (lastSeen && `last answered ${lastSeen}`)],
  ["holds", ({ own }) => own && holdings[own.holds]],
  ["record", ({ own }) => own && recordOf(own)],
  ["migration", ({ own }) => own?.record?.migration?.phase],
  ["process", ({ own }) => own?.process && `${own.process.pid}, ${own.process.alive ? "alive" : "gone"}`],
  ["incarnation", ({ own }) => own?.process?.incarnation],
  ["QEMU says", ({ own }) => own?.qemu?.status ?? own?.qemuFault],
  ["QEMU's migration", ({ own }) => own?.qemu?.migration],
];

const holdings = {
  instance: "the instance",
  waiting: "a paused copy",
  nothing: "nothing",
} as const;

function recordOf({ record, recordFault }: NonNullable<HostEvidence["own"]>): string {
  if (recordFault !== undefined) return `not readable: ${recordFault}`;
  if (record == null) return "none";
  return `owner ${record.owner}, epoch ${record.epoch}, ${record.state}`;
}
