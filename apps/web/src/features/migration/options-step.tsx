"use client";

import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox, Field, Input } from "#components/ui/field.tsx";
import { useUrlState } from "#lib/url-state.tsx";
import { optionsOf, type WizardState } from "./wizard-state.ts";

/** How it is moved. The allowed pause is a promise to the administrator: it is asked for, never stretched. */
export function OptionsStep({ state }: { state: WizardState }) {
  const { set } = useUrlState();
  const checked = optionsOf(state);
  const faults = "faults" in checked ? checked.faults : {};
  return (
    <form
      noValidate
      className="flex max-w-3xl flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if ("options" in checked) set({ step: "checks" }, "push");
      }}
    >
      <Panel title={`To ${state.target ?? ""}`}>
        <Checkbox
          label="Live: the guest keeps running while its memory is copied"
          checked={state.live}
          onChange={(event) => set({ live: event.target.checked ? undefined : "no" })}
        />
        {!state.live && (
          <p className="text-dim">
            The guest is paused first and goes on at the target: quick and sure, but it stands still.
          </p>
        )}
        <div className="grid gap-3 sm:grid-cols-3">
          <Field
            label="Allowed pause (ms)"
            hint="at the switch-over; never stretched by itself"
            error={faults["allowedPauseMs"]}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={state.pauseMs}
                onChange={(event) => set({ pause: event.target.value })}
              />
            )}
          </Field>
          <Field
            label="Bandwidth limit (MiB/s)"
            hint="empty: as fast as the link"
            error={faults["bandwidth"]}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={state.bandwidthMiB}
                onChange={(event) => set({ bandwidth: event.target.value })}
              />
            )}
          </Field>
          <Field label="Give up after (s)" hint="then it stays where it is" error={faults["timeoutSeconds"]}>
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={state.timeoutSeconds}
                onChange={(event) => set({ timeout: event.target.value })}
              />
            )}
          </Field>
        </div>
      </Panel>
      <div className="flex gap-2">
        <Button onClick={() => set({ step: "target" }, "push")}>Back</Button>
        <Button
          type="submit"
          look="primary"
          blocked={"faults" in checked ? "Correct the marked fields first." : undefined}
        >
          Next
        </Button>
      </div>
    </form>
  );
}
