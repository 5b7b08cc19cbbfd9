"use client";

import { PageFrame } from "#components/page-frame.tsx";
import { Button } from "#components/ui/button.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { msg } from "#lib/messages/translate.ts";
import { useWhyForbidden } from "#lib/use-me.ts";
import { createInput } from "@gantry/kvm-core/model";
import { FormProvider, useForm } from "react-hook-form";
import { BasicsSection } from "./basics-section.tsx";
import { BootSection } from "./boot-section.tsx";
import { CloudInitSection } from "./cloud-init-section.tsx";
import { CommandPanel } from "./command-panel.tsx";
import { DisksSection } from "./disks-section.tsx";
import { toInput } from "./form-to-spec.ts";
import { emptyForm, type FormValues } from "./form-values.ts";
import { JsonView } from "./json-view.tsx";
import { MoreSection } from "./more-section.tsx";
import { NicsSection } from "./nics-section.tsx";
import { RefusalPanel } from "./refusal-panel.tsx";
import { SourceSection } from "./source-section.tsx";
import { fromInput } from "./spec-to-form.ts";
import { useCreate } from "./use-create.ts";
import { useJsonSwitch } from "./use-json-switch.ts";

const inputAsJson = {
  label: msg("Input of instances.create"),
  hint: msg(
    "Edit it or paste one here; the form follows. The spec in it is what the command line's create takes, too.",
  ),
  schema: createInput,
  write: toInput,
  read: fromInput,
};

/** Makes an instance: as a form, or as the JSON that the form stands for. */
export function CreatePage() {
  const t = useT();
  const form = useForm<FormValues>({ defaultValues: emptyForm, shouldUnregister: false });
  const { create, refusal, busy } = useCreate(form);
  const forbidden = useWhyForbidden("operator");
  const json = useJsonSwitch();
  const blocked = forbidden ?? json.notYet;
  const waiting = busy === undefined ? undefined : t("The agent is at it.");

  return (
    <PageFrame
      title={t("Create instance")}
      actions={
        <Button blocked={json.notYet} onClick={json.toggle}>
          {json.label}
        </Button>
      }
    >
      <FormProvider {...form}>
        <form
          noValidate
          className="flex w-full max-w-3xl flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (blocked === undefined && busy === undefined) void create(false);
          }}
        >
          {refusal !== undefined && <RefusalPanel title={t("Not created")} refusal={refusal} />}
          {json.isShown ? (
            <JsonView of={inputAsJson} faults={json.faults} onFaults={json.setFaults} />
          ) : (
            <>
              <BasicsSection />
              <SourceSection />
              <BootSection />
              <DisksSection mayBeNew />
              <NicsSection />
              <CloudInitSection />
              <MoreSection />
            </>
          )}
          <CommandPanel />
          <div className="flex flex-wrap gap-2 pb-4">
            <Button
              look="primary"
              blocked={blocked ?? (busy === "create" ? waiting : undefined)}
              busy={busy === "start"}
              onClick={() => void create(true)}
            >
              {t("Create and start")}
            </Button>
            <Button
              type="submit"
              blocked={blocked ?? (busy === "start" ? waiting : undefined)}
              busy={busy === "create"}
            >
              {t("Create")}
            </Button>
          </div>
        </form>
      </FormProvider>
    </PageFrame>
  );
}
