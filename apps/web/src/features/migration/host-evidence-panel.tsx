import { Fact, Facts, Panel } from "#components/panel.tsx";
import { StatusBadge } from "#components/status-badge.tsx";
import { formatTime } from "#lib/format.ts";
import type { HostEvidence, OwnEvidence } from "@gantry/kvm-core/model";

interface HostEvidencePanelProps {
  readonly seen: HostEvidence;
  /** "source" or "target", where that is known. */
  readonly role: string | undefined;
}

/** What one host knows and holds, with the time at which it said so. */
export function HostEvidencePanel({
  seen: { host, answers, reason, lastSeen, own },
  role,
}: HostEvidencePanelProps) {
  return (
    <Panel
      title={role === undefined ? host : `${host}, ${role}`}
      aside={
        <StatusBadge tone={answers ? "running" : "bad"} word={answers ? "answers" : "does not answer"} />
      }
    >
      <Facts>
        {reason !== undefined && <Fact label="Why">{reason}</Fact>}
        {lastSeen !== undefined && (
          <Fact label="Last answered">
            <Time at={lastSeen} />
          </Fact>
        )}
        {own !== undefined && <OwnFacts own={own} />}
      </Facts>
      {own !== undefined && own.journal.length > 0 && <Journal host={host} lines={own.journal} />}
    </Panel>
  );
}

function OwnFacts({ own }: { own: OwnEvidence }) {
  return (
    <>
      <Fact label="Seen at">
        <Time at={own.at} />, by {own.host}
      </Fact>
      <Fact label="Holds">{holdings[own.holds]}</Fact>
      {own.holds !== "nothing" && (
        <>
          <Fact label="Record">{recordWords(own)}</Fact>
          {own.record?.migration != null && (
            <Fact label="Migration">
              {own.record.migration.source} → {own.record.migration.target}, {own.record.migration.phase}
            </Fact>
          )}
          <Fact label="QEMU process">{processWords(own)}</Fact>
          {own.process !== undefined && (
            <Fact label="Incarnation" mono>
              {own.process.incarnation}
            </Fact>
          )}
          <Fact label="QEMU says">
            {own.qemu === undefined
              ? (own.qemuFault ?? "nothing, there is no process to ask")
              : `${own.qemu.status}; its migration: ${own.qemu.migration}`}
          </Fact>
        </>
      )}
    </>
  );
}

const holdings = {
  instance: "the instance",
  waiting: "a paused copy that waits for its hand-over",
  nothing: "nothing of it",
} as const;

function recordWords({ record, recordFault, sharedStore }: OwnEvidence): string {
  const where = sharedStore ? "in the shared store" : "in its own store";
  if (recordFault !== undefined) return `cannot be read ${where}: ${recordFault}`;
  if (record == null) return `none ${where}`;
  return `owner ${record.owner}, epoch ${record.epoch}, ${record.state}, ${where}`;
}

function processWords({ process }: OwnEvidence): string {
  if (process === undefined) return "none on record";
  return `${process.pid}, ${process.alive ? "alive" : "gone"}`;
}

function Journal({ host, lines }: { host: string; lines: readonly string[] }) {
  return (
    <details>
      <summary className="text-small text-dim hover:text-fg">Journal, its last {lines.length} lines</summary>
      <ol aria-label={`Journal of ${host}`} className="mt-1 flex flex-col font-mono text-small leading-5">
        {lines.map((line, index) => (
          <li key={index} className="break-all">
            {line}
          </li>
        ))}
      </ol>
    </details>
  );
}

function Time({ at }: { at: string }) {
  return <time dateTime={at}>{formatTime(at)}</time>;
}
