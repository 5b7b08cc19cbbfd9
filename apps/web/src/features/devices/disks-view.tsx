"use client";

import { Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { type InstanceDetail, type InstanceSummary, mostDisks } from "@gantry/kvm-core/model";
import { AttachAgain } from "./attach-again.tsx";
import { DiskDialog } from "./disk-dialog.tsx";
import { ioErrorFix } from "./disk-facts.ts";
import { DiskTable } from "./disk-table.tsx";
import { SnapshotsPanel } from "./snapshots-panel.tsx";
import { useDetail } from "./use-detail.ts";
import { useOpenDialog } from "./use-open-dialog.ts";
import { useWhyNot } from "./use-why-not.ts";

/** The disks, and what can be done with them while the guest runs. */
export default function DisksView({ instance }: { instance: InstanceSummary }) {
  const t = useT();
  const detail = useDetail(instance);
  const { open } = useOpenDialog();
  const whyNot = useWhyNot(instance);
  const { data } = detail;

  if (instance.state === "unknown" && data === undefined) {
    return (
      <p className="text-dim">
        {t("{host} does not answer; what disks it has is not known now.", { host: instance.host })}
      </p>
    );
  }
  if (detail.isError && data === undefined) {
    return <ErrorPanel title={t("The disks could not be read")} error={errorBodyOf(detail.error)} />;
  }
  if (data === undefined) return <Loading what={t("the disks")} />;
  const { disks } = data.spec;
  return (
    <>
      {instance.state === "io-error" && <IoError instance={instance} detail={data} />}
      <Panel
        title={t("Disks")}
        aside={
          <div className="-my-1 flex flex-wrap justify-end gap-2">
            <Button
              className="text-small"
              blocked={whyNot("backup") ?? (disks.length === 0 ? t("It has no disks.") : undefined)}
              onClick={() => open("backup")}
            >
              {t("Back up…")}
            </Button>
            <Button
              className="text-small"
              blocked={
                whyNot("plug") ??
                (disks.length >= mostDisks
                  ? t("A machine holds at most {mostDisks} disks.", { mostDisks })
                  : undefined)
              }
              onClick={() => open("attach")}
            >
              {t("Attach disk…")}
            </Button>
          </div>
        }
      >
        {disks.length === 0 ? (
          <p className="text-dim">{t("It has no disks.")}</p>
        ) : (
          <DiskTable instance={instance} detail={data} />
        )}
        <AttachAgain kind="disk" instance={instance} detail={data} />
      </Panel>
      <SnapshotsPanel instance={instance} detail={data} />
      <DiskDialog instance={instance} detail={data} />
    </>
  );
}

/** A guest that stands still because a disk failed: which one, why, and what to do. */
function IoError({ instance, detail }: { instance: InstanceSummary; detail: InstanceDetail }) {
  const t = useT();
  const failed = detail.figures?.disks.find(({ ioStatus }) => ioStatus !== undefined && ioStatus !== "ok");
  return (
    <div
      role="alert"
      className="flex flex-col gap-1 rounded-md border border-line border-l-2 border-l-bad px-3 py-2"
    >
      <p className="font-medium">{t("{name} stands still: a disk failed", { name: instance.name })}</p>
      {instance.reason !== undefined && <p className="break-words">{instance.reason}</p>}
      <p className="break-words text-dim">{ioErrorFix(failed?.ioStatus, t)}</p>
    </div>
  );
}
