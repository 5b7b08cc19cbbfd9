"use client";

import { CopyButton } from "#components/copy-button.tsx";
import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox, Field, Input } from "#components/ui/field.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useWhyForbidden } from "#lib/use-me.ts";
import type { Doubt } from "@gantry/kvm-core/model";
import { useState } from "react";

interface RepairChoiceProps {
  readonly doubt: Doubt;
  readonly choice: NonNullable<Doubt["words"]["choice"]>;
  readonly busy: boolean;
  readonly onChoose: () => void;
}

/** Taking the instance over on the side that answers: only when the other host is off, and by typing what it is about. */
export function RepairChoice({ doubt, choice, busy, onChoose }: RepairChoiceProps) {
  const t = useT();
  const forbidden = useWhyForbidden("admin");
  const [isOff, setOff] = useState(false);
  const [typed, setTyped] = useState("");
  const here = choice.side === "source" ? doubt.source : doubt.target;
  const away = choice.side === "source" ? doubt.target : doubt.source;
  const blocked =
    forbidden ??
    (isOff ? undefined : t("Power {away} off first, and say so here.", { away })) ??
    (typed === doubt.instance
      ? undefined
      : t("Type {instance} to say which instance it is about.", { instance: doubt.instance }));
  return (
    <Panel title={t("If {away} will not come back soon", { away })}>
      <p>{choice.warning}</p>
      <Checkbox
        label={t("{away} is powered off", { away })}
        checked={isOff}
        onChange={(event) => setOff(event.target.checked)}
      />
      <Field
        label={t("Name of the instance")}
        hint={t("Type {instance}", { instance: doubt.instance })}
        className="max-w-xs"
      >
        {(control) => (
          <Input {...control} value={typed} onChange={(event) => setTyped(event.target.value.trim())} />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        <Button look="danger" blocked={blocked} busy={busy} onClick={onChoose}>
          {t("Take {instance} over on {here}", { instance: doubt.instance, here })}
        </Button>
        <code className="min-w-0 font-mono text-small break-words text-dim">{`${choice.command} --yes`}</code>
        <CopyButton label={t("Copy as command")} text={`${choice.command} --yes`} />
      </div>
    </Panel>
  );
}
