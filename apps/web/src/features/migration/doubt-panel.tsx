import { CopyButton } from "#components/copy-button.tsx";
import { Panel } from "#components/panel.tsx";
import { StatusBadge } from "#components/status-badge.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Doubt } from "@gantry/kvm-core/model";
import type { ReactNode } from "react";

interface DoubtPanelProps {
  readonly instance: string;
  readonly doubt: Doubt | undefined;
  /** The button that looks again. */
  readonly children: ReactNode;
}

/** What follows from the evidence: the fixed text of the doubt, or that there is none. */
export function DoubtPanel({ instance, doubt, children }: DoubtPanelProps) {
  const t = useT();
  const command = doubt?.words.command ?? `gantry migrate ${instance} --recover`;
  return (
    <Panel
      title={t("What is known")}
      aside={
        <StatusBadge
          tone={doubt === undefined ? "off" : "bad"}
          word={doubt === undefined ? t("nothing to repair") : t("needs a person")}
        />
      }
    >
      <div role="status" className="flex flex-col gap-1.5">
        {doubt === undefined ? (
          <p>
            {t(
              "Nothing of {instance} is in doubt. What is still under way is finished by the hosts themselves.",
              { instance },
            )}
          </p>
        ) : (
          <>
            <p className="font-medium">{doubt.words.happened}</p>
            <p>{doubt.words.where}</p>
            <p>
              {doubt.words.data} <strong className="font-medium">{doubt.words.safe}</strong>
            </p>
            <p>{doubt.words.todo}</p>
          </>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {children}
        <code className="min-w-0 font-mono text-small break-words text-dim">{command}</code>
        <CopyButton label={t("Copy as command")} text={command} />
      </div>
    </Panel>
  );
}
