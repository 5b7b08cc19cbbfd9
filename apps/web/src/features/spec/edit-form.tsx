"use client";

import { PageFrame } from "#components/page-frame.tsx";
import { Button } from "#components/ui/button.tsx";
import { instanceHref } from "#lib/addresses.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { msg } from "#lib/messages/translate.ts";
import { useWhyForbidden } from "#lib/use-me.ts";
import { type InstanceSpec, type InstanceSummary, instanceSpecSchema, whyNot } from "@gantry/kvm-core/model";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { FormProvider, useForm } from "react-hook-form";
import { BasicsSection } from "./basics-section.tsx";
import { BootSection } from "./boot-section.tsx";
import { CloudInitSection } from "./cloud-init-section.tsx";
import { DisksSection } from "./disks-section.tsx";
import { toSpec } from "./form-to-spec.ts";
import type { FormValues } from "./form-values.ts";
import { JsonView } from "./json-view.tsx";
import { MoreSection } from "./more-section.tsx";
import { NicsSection } from "./nics-section.tsx";
import { RefusalPanel } from "./refusal-panel.tsx";
import { fromSpec } from "./spec-to-form.ts";
import { type KnownSpec, useBase } from "./use-base.ts";
import { useJsonSwitch } from "./use-json-switch.ts";
import { useSave } from "./use-save.ts";

interface EditFormProps {
  readonly instance: InstanceSummary;
  /** As the agent has it now; it may change under the form. */
  readonly present: KnownSpec;
}

const specAsJson = {
  label: msg("Spec"),
  hint: msg("Edit it or paste one here; the form follows."),
  schema: instanceSpecSchema,
  write: toSpec,
  read: (spec: InstanceSpec) => fromSpec(spec),
};

/** The form filled from a spec. What it has no field for is kept. */
export function EditForm({ instance, present }: EditFormProps) {
  const t = useT();
  const { base, changed, taken, takeIn } = useBase(present);
  const form = useForm<FormValues>({ defaultValues: fromSpec(base.spec), shouldUnregister: false });
  const { save, refusal, busy } = useSave(form, { instance: instance.name, revision: base.revision });
  const router = useRouter();
  const json = useJsonSwitch();
  const impossible = useWhyForbidden("operator") ?? whyNot("update", instance.state);
  const outdated =
    busy || changed === undefined
      ? undefined
      : t("It was changed by somebody else meanwhile: {changed}.", { changed });
  const blocked = impossible ?? outdated ?? json.notYet;

  return (
    <PageFrame
      title={t("Edit {name}", { name: instance.name })}
      crumb={
        <>
          <Link href={instanceHref(instance.name)} prefetch={false} className="hover:underline">
            {instance.name}
          </Link>
          <span aria-hidden>/</span>
        </>
      }
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
            if (blocked === undefined && !busy) void save();
          }}
        >
          {impossible !== undefined && (
            <Strip text={t("It cannot be changed now. {reason}", { reason: impossible })} />
          )}
          {outdated !== undefined && (
            <Strip text={t("{outdated} Saving is blocked so that nothing of it is lost.", { outdated })}>
              <Button blocked={json.notYet} onClick={() => takeIn(form)}>
                {t("Load it, keep what I typed")}
              </Button>
            </Strip>
          )}
          {outdated === undefined && taken !== undefined && <Strip text={taken} />}
          {refusal !== undefined && <RefusalPanel title={t("Not saved")} refusal={refusal} />}
          {json.isShown ? (
            <JsonView
              // Loaded again, the text starts anew too.
              key={JSON.stringify(base)}
              of={specAsJson}
              faults={json.faults}
              onFaults={json.setFaults}
            />
          ) : (
            <>
              <BasicsSection placedOn={instance.host} />
              <BootSection />
              <DisksSection />
              <NicsSection />
              <CloudInitSection />
              <MoreSection />
            </>
          )}
          <div className="flex flex-wrap gap-2 pb-4">
            <Button type="submit" look="primary" blocked={blocked} busy={busy}>
              {t("Save")}
            </Button>
            <Button onClick={() => router.push(instanceHref(instance.name))}>{t("Cancel")}</Button>
          </div>
        </form>
      </FormProvider>
    </PageFrame>
  );
}

function Strip({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-l-2 border-line-strong px-3 py-0.5"
    >
      <p className="min-w-0 flex-1 basis-64 break-words">{text}</p>
      {children}
    </div>
  );
}
