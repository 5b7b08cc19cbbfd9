"use client";

import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox, Field, Input, Select } from "#components/ui/field.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useUrlState } from "#lib/url-state.tsx";
import { type InstanceSummary, timeoutActions } from "@gantry/kvm-core/model";
import { DiskOptions } from "./disk-options.tsx";
import { timeoutWords } from "./migration-words.ts";
import { optionsOf, type WizardState } from "./wizard-state.ts";

/** The state of the wizard, and the fault of each option. */
interface OptionsProps {
  readonly state: WizardState;
  readonly target: string;
  readonly faults: Readonly<Record<string, string>>;
}

/** How it is moved. The allowed pause is a promise to the administrator: it is asked for, never stretched. */
export function OptionsStep({
  instance,
  state,
  target,
}: {
  instance: InstanceSummary;
  state: WizardState;
  target: string;
}) {
  const t = useT();
  const { set } = useUrlState();
  const checked = optionsOf(state, t);
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
      <MemoryOptions state={state} target={target} faults={faults} />
      {target !== instance.host && <DiskOptions instance={instance} state={state} faults={faults} />}
      <TimeOptions state={state} faults={faults} stays={target === instance.host} />
      <div className="flex gap-2">
        <Button onClick={() => set({ step: "target" }, "push")}>{t("Back")}</Button>
        <Button
          type="submit"
          look="primary"
          blocked={"faults" in checked ? t("Correct the marked fields first.") : undefined}
        >
          {t("Next")}
        </Button>
      </div>
    </form>
  );
}

function MemoryOptions({ state, target, faults }: OptionsProps) {
  const t = useT();
  const { set } = useUrlState();
  return (
    <Panel title={t("Memory, to {target}", { target })}>
      <Checkbox
        label={t("Live: the guest keeps running while its memory is copied")}
        checked={state.live}
        onChange={(event) => set({ live: event.target.checked ? undefined : "no" })}
      />
      {!state.live && (
        <p className="text-dim">
          {t("The guest is paused first and goes on at the target: quick and sure, but it stands still.")}
        </p>
      )}
      {state.live && (
        <Checkbox
          label={t("Slow its processors down if it writes faster than the link carries")}
          checked={state.autoConverge}
          onChange={(event) => set({ slow: event.target.checked ? "yes" : undefined })}
        />
      )}
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          label={t("Allowed pause (ms)")}
          hint={t("at the switch-over; never stretched by itself")}
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
          label={t("Bandwidth limit (MiB/s)")}
          hint={t("for memory and disks; empty: as fast as the link")}
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
      </div>
    </Panel>
  );
}

/** `stays`: it goes to a new QEMU of its own host, which post-copy is not for. */
function TimeOptions({ state, faults, stays }: Omit<OptionsProps, "target"> & { readonly stays: boolean }) {
  const t = useT();
  const { set } = useUrlState();
  // One that the address holds is shown: the checks say what is wrong with it.
  const offered = timeoutActions.filter(
    (action) => action !== "post-copy" || !stays || state.onTimeout === action,
  );
  return (
    <Panel title={t("If it does not move in time")}>
      <div className="grid gap-3 sm:grid-cols-3">
        <Field label={t("After (s)")} hint={t("counted from the start")} error={faults["timeoutSeconds"]}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={state.timeoutSeconds}
              onChange={(event) => set({ timeout: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("Then")} hint={t.of(timeoutWords[state.onTimeout].hint)} className="sm:col-span-2">
          {(control) => (
            <Select
              {...control}
              value={state.onTimeout}
              onChange={(event) =>
                set({ late: event.target.value === "cancel" ? undefined : event.target.value })
              }
            >
              {offered.map((action) => (
                <option key={action} value={action}>
                  {t.of(timeoutWords[action].label)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {state.onTimeout === "post-copy" && (
          <p role="alert" className="text-warn-text sm:col-span-3">
            {t(
              "Post-copy has no way back: from the switchover until all of its memory has arrived neither host has the whole guest. If QEMU ends on either host in that time, or if the connection or an agent fails while its devices are sent, its memory is lost, and it starts from its disks, as after a power cut. If the connection or an agent fails later it stands still until they are joined again, which the agents do by themselves.",
            )}
          </p>
        )}
        {state.onTimeout === "longer-pause" && (
          <Field label={t("Longer pause (ms)")} hint={t("at most")} error={faults["longerPauseMs"]}>
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={state.longerPauseMs}
                onChange={(event) => set({ longer: event.target.value })}
              />
            )}
          </Field>
        )}
      </div>
    </Panel>
  );
}
