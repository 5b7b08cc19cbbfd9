import { Fact, Facts, Panel } from "#components/panel.tsx";
import { StatusBadge } from "#components/status-badge.tsx";
import { formatTime } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { msg, type Translate } from "#lib/messages/translate.ts";
import type { HostEvidence, OwnEvidence } from "@gantry/kvm-core/model";

interface HostEvidencePanelProps {
  readonly seen: HostEvidence;
  /** "source" or "target", where that is known. */
  readonly role: "source" | "target" | undefined;
}

/** What one host knows and holds, with the time at which it said so. */
export function HostEvidencePanel({
  seen: { host, answers, reason, lastSeen, own },
  role,
}: HostEvidencePanelProps) {
  const t = useT();
  return (
    <Panel
      title={role === undefined ? host : `${host}, ${role === "source" ? t("source") : t("target")}`}
      aside={
        <StatusBadge
          tone={answers ? "running" : "bad"}
          word={answers ? t("answers") : t("does not answer")}
        />
      }
    >
      <Facts>
        {reason !== undefined && <Fact label={t("Why")}>{reason}</Fact>}
        {lastSeen !== undefined && (
          <Fact label={t("Last answered")}>
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
  const t = useT();
  return (
    <>
      <Fact label={t("Seen at")}>
        <Time at={own.at} />
        {t(", by {host}", { host: own.host })}
      </Fact>
      <Fact label={t("Holds")}>{t.of(holdings[own.holds])}</Fact>
      {own.holds !== "nothing" && (
        <>
          <Fact label={t("Record")}>{recordWords(own, t)}</Fact>
          {own.record?.migration != null && (
            <Fact label={t("Migration")}>
              {own.record.migration.source} → {own.record.migration.target}, {own.record.migration.phase}
            </Fact>
          )}
          <Fact label={t("QEMU process")}>{processWords(own, t)}</Fact>
          {own.process !== undefined && (
            <Fact label={t("Incarnation")} mono>
              {own.process.incarnation}
            </Fact>
          )}
          <Fact label={t("QEMU says")}>
            {own.qemu === undefined
              ? (own.qemuFault ?? t("nothing, there is no process to ask"))
              : t("{status}; its migration: {migration}", {
                  status: own.qemu.status,
                  migration: own.qemu.migration,
                })}
          </Fact>
        </>
      )}
    </>
  );
}

const holdings = {
  instance: msg("the instance"),
  waiting: msg("a paused copy that waits for its hand-over"),
  nothing: msg("nothing of it"),
} as const;

function recordWords({ record, recordFault, sharedStore }: OwnEvidence, t: Translate): string {
  const where = sharedStore ? t("in the shared store") : t("in its own store");
  if (recordFault !== undefined) return t("cannot be read {where}: {fault}", { where, fault: recordFault });
  if (record == null) return t("none {where}", { where });
  const { owner, epoch, state } = record;
  return t("owner {owner}, epoch {epoch}, {state}, {where}", { owner, epoch, state, where });
}

function processWords({ process }: OwnEvidence, t: Translate): string {
  if (process === undefined) return t("none on record");
  return `${process.pid}, ${process.alive ? t("alive") : t("gone")}`;
}

function Journal({ host, lines }: { host: string; lines: readonly string[] }) {
  const t = useT();
  return (
    <details>
      <summary className="text-small text-dim hover:text-fg">
        {t("Journal, its last {number} lines", { number: lines.length })}
      </summary>
      <ol
        aria-label={t("Journal of {host}", { host })}
        className="mt-1 flex flex-col font-mono text-small leading-5"
      >
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
  const t = useT();
  return <time dateTime={at}>{formatTime(at, t)}</time>;
}
