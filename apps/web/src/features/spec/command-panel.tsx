"use client";

import { ErrorPanel } from "#components/error-panel.tsx";
import { TextBlock } from "#components/text-block.tsx";
import { Panel } from "#components/panel.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { optionLines } from "#lib/shell-quote.ts";
import { createInput, faultsOf, withoutOrders } from "@gantry/kvm-core/model";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import type * as z from "zod";
import { createCommand } from "./create-command.ts";
import { toInput } from "./form-to-spec.ts";
import type { FormValues } from "./form-values.ts";

type Input = z.output<typeof createInput>;

/** The form in other words: what QEMU would be run as, what `gantry` and the API would be told. Follows the form while open. */
export function CommandPanel() {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  return (
    <Panel title={t("The command")}>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="text-dim">{t("Show the command")}</summary>
        {isOpen && <Commands />}
      </details>
    </Panel>
  );
}

function Commands() {
  const t = useT();
  const { getValues } = useFormContext<FormValues>();
  // Told of every change; what is unmounted now, as the fields of another source, counts too.
  useWatch<FormValues>();
  const input = createInput.safeParse(toInput(getValues()));
  if (input.success) return <CommandsOf input={input.data} />;
  return (
    <p className="mt-2 text-dim">
      {t("Not yet: {faults}.", {
        faults: faultsOf(input.error)
          .map(({ path, message }) => `${path.replace(/^spec\./, "")}: ${message}`)
          .join("; "),
      })}
    </p>
  );
}

function CommandsOf({ input }: { input: Input }) {
  const t = useT();
  const trpc = useTRPC();
  const { spec, host, newDisks } = input;
  const asked = { spec: withoutOrders(spec), newDisks, ...(host !== undefined && { host }) };
  const preview = useQuery({
    ...trpc.instances.preview.queryOptions(asked),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const command = createCommand(input);
  return (
    <div className="mt-2 flex min-w-0 flex-col gap-2">
      {preview.isError && <ErrorPanel title={t("QEMU's command line")} error={errorBodyOf(preview.error)} />}
      {preview.data !== undefined && !preview.isError && (
        <TextBlock label={t("What QEMU would be run as")} text={optionLines(preview.data.argv).join("\n")} />
      )}
      {command === undefined ? (
        <p className="text-small text-dim">
          {t("The command line makes no disk as a named file; the API does, and gantry makes them in pools.")}
        </p>
      ) : (
        <TextBlock label={t("Command")} text={command} />
      )}
      <TextBlock label="POST /trpc/instances.create" text={JSON.stringify(input, null, 2)} />
    </div>
  );
}
