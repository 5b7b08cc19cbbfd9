"use client";

import { CopyButton } from "#components/copy-button.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { Panel } from "#components/panel.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { optionLines, shellQuoted } from "#lib/shell-quote.ts";
import type { InstanceState } from "@gantry/kvm-core/model";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

/** The QEMU command line as it runs, or as the next start would run it: one option a line. Fetched when unfolded. */
export function CommandLinePanel({ name, state }: { name: string; state: InstanceState }) {
  const t = useT();
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  const command = useQuery({
    ...trpc.instances.commandLine.queryOptions({ instance: name }),
    enabled: isOpen,
    staleTime: 0,
  });
  const argv = command.data?.argv;
  return (
    <Panel
      title={t("What QEMU is run as")}
      aside={
        argv !== undefined &&
        isOpen && <CopyButton label={t("Copy")} text={argv.map(shellQuoted).join(" ")} />
      }
    >
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="text-dim">
          {hasNoProcess(state) ? t("As the next start would run it") : t("As it runs now")}
        </summary>
        {command.isError && <ErrorPanel error={errorBodyOf(command.error)} />}
        {argv !== undefined && (
          <pre
            tabIndex={0}
            className="mt-2 max-h-96 overflow-auto rounded-md border border-line bg-panel p-2.5 font-mono text-small"
          >
            {optionLines(argv).join("\n")}
          </pre>
        )}
      </details>
    </Panel>
  );
}

function hasNoProcess(state: InstanceState): boolean {
  return state === "stopped" || state === "suspended" || state === "crashed";
}
