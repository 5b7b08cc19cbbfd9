"use client";

import { ErrorPanel } from "#components/error-panel.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { Button } from "#components/ui/button.tsx";
import { count } from "#lib/format.ts";
import { useWhyForbidden } from "#lib/use-me.ts";
import { useUrlState } from "#lib/url-state.tsx";
import { useState } from "react";
import { FormProvider, useForm } from "react-hook-form";
import { BasicsSection } from "./basics-section.tsx";
import { BootSection } from "./boot-section.tsx";
import { DisksSection } from "./disks-section.tsx";
import { emptyForm, type FormValues } from "./form-values.ts";
import { JsonView } from "./json-view.tsx";
import { MoreSection } from "./more-section.tsx";
import { NicsSection } from "./nics-section.tsx";
import { type Refusal, useCreate } from "./use-create.ts";

/** Makes an instance: as a form, or as the JSON that the form stands for. */
export function CreatePage() {
  const form = useForm<FormValues>({ defaultValues: emptyForm, shouldUnregister: false });
  const { create, refusal, busy } = useCreate(form);
  const { get, set } = useUrlState();
  const forbidden = useWhyForbidden("operator");
  const isJson = get("view") === "json";
  const [jsonFaults, setJsonFaults] = useState<readonly string[]>([]);
  const notYet =
    isJson && jsonFaults.length > 0 ? "Correct the JSON first; the form does not follow it yet." : undefined;
  const blocked = forbidden ?? notYet;
  const waiting = busy === undefined ? undefined : "The agent is at it.";

  return (
    <PageFrame
      title="Create instance"
      actions={
        <Button blocked={notYet} onClick={() => set({ view: isJson ? undefined : "json" })}>
          {isJson ? "Show as form" : "Show as JSON"}
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
          {refusal !== undefined && (
            <RefusalPanel refusal={refusal} faults={Object.keys(form.formState.errors).length} />
          )}
          {isJson ? (
            <JsonView faults={jsonFaults} onFaults={setJsonFaults} />
          ) : (
            <>
              <BasicsSection />
              <BootSection />
              <DisksSection />
              <NicsSection />
              <MoreSection />
            </>
          )}
          <div className="flex flex-wrap gap-2 pb-4">
            <Button
              look="primary"
              blocked={blocked ?? (busy === "create" ? waiting : undefined)}
              busy={busy === "start"}
              onClick={() => void create(true)}
            >
              Create and start
            </Button>
            <Button
              type="submit"
              blocked={blocked ?? (busy === "start" ? waiting : undefined)}
              busy={busy === "create"}
            >
              Create
            </Button>
          </div>
        </form>
      </FormProvider>
    </PageFrame>
  );
}

function RefusalPanel({ refusal: { error, others }, faults }: { refusal: Refusal; faults: number }) {
  const list = others.length > 0 && (
    <ul className="list-disc pl-5">
      {others.map((fault) => (
        <li key={`${fault.path} ${fault.message}`}>
          {fault.path === "" ? fault.message : `${fault.path}: ${fault.message}`}
        </li>
      ))}
    </ul>
  );
  if (error !== undefined) return <ErrorPanel title="Not created" error={error} />;
  return (
    <div role="alert" className="rounded-md border border-line border-l-2 border-l-bad px-3 py-2">
      <p className="font-medium">Not sent yet: {count(faults + others.length, "field")} to correct.</p>
      {list}
    </div>
  );
}
