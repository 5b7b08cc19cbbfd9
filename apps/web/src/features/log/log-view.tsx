"use client";

import { EmptyState, Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox, Field, Input, Select } from "#components/ui/field.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useWhyForbidden } from "#lib/use-me.ts";
import { useUrlState } from "#lib/url-state.tsx";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { matching } from "./kept-log.ts";
import { LogLines } from "./log-lines.tsx";
import { useInstanceLog } from "./use-instance-log.ts";

/** What QEMU printed, or what was said over its monitor. What is shown is in the address. */
export default function LogView({ instance }: { instance: InstanceSummary }) {
  const t = useT();
  const { get, set } = useUrlState();
  const forbidden = useWhyForbidden("operator");
  const log = get("log") === "monitor" ? "monitor" : "qemu";
  const sought = get("find") ?? "";
  const isFollowed = get("follow") === "on";
  const { lines, error, busy, again } = useInstanceLog({
    instance: instance.name,
    log,
    isFollowed,
    enabled: forbidden === undefined && instance.state !== "unknown",
  });
  if (forbidden !== undefined) {
    return (
      <EmptyState title={t("The log of QEMU is for operators")}>
        <p>{forbidden}</p>
      </EmptyState>
    );
  }
  const shown = matching(lines ?? [], sought);
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t("Log")} className="w-52">
          {(control) => (
            <Select
              {...control}
              value={log}
              onChange={(event) => set({ log: event.target.value === "monitor" ? "monitor" : undefined })}
            >
              <option value="qemu">{t("what QEMU printed")}</option>
              <option value="monitor">{t("what was said over QMP")}</option>
            </Select>
          )}
        </Field>
        <Field label={t("Find")} className="min-w-40 flex-1">
          {(control) => (
            <Input
              {...control}
              type="search"
              value={sought}
              onChange={(event) => set({ find: event.target.value })}
            />
          )}
        </Field>
        <Checkbox
          label={t("Follow")}
          checked={isFollowed}
          onChange={(event) => set({ follow: event.target.checked ? "on" : undefined })}
        />
        <Button busy={busy && !isFollowed} onClick={again}>
          {t("Read again")}
        </Button>
      </div>
      {error !== undefined && <ErrorPanel title={t("The log could not be read")} error={error} />}
      {lines === undefined ? (
        error === undefined && <Loading what={t("the log")} />
      ) : (
        <>
          <p role="status" className="text-small text-dim">
            {sought === ""
              ? t.many(lines.length, "{n} line", "{n} lines")
              : t("{some} of {all}", {
                  some: shown.length,
                  all: t.many(lines.length, "{n} line", "{n} lines"),
                })}
            {log === "monitor" && t("; secrets and routine questions are left out")}
          </p>
          {shown.length === 0 ? (
            <EmptyState title={sought === "" ? t("Nothing is written down yet") : t("Nothing matches")} />
          ) : (
            <LogLines
              label={t("Log of {name}", { name: instance.name })}
              lines={shown}
              sought={sought}
              isFollowed={isFollowed}
            />
          )}
        </>
      )}
    </>
  );
}
