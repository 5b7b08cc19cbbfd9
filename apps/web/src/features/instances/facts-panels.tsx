"use client";

import { Fact, Facts, Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { editHref, newQemuHref } from "#lib/addresses.ts";
import { formatMiB, formatTime } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useWhyForbidden } from "#lib/use-me.ts";
import type { InstanceDetail, InstanceRuntime, InstanceState } from "@gantry/kvm-core/model";
import { whyNot } from "@gantry/kvm-core/model";
import Link from "next/link";
import { useRouter } from "next/navigation";

/** What the administrator wants of the instance. */
export function SpecPanel({ detail, state }: { detail: InstanceDetail; state: InstanceState }) {
  const t = useT();
  const { spec } = detail;
  return (
    <Panel title={t("Configuration")} aside={<EditButton name={spec.name} state={state} />}>
      <Facts>
        <Fact label={t("Size")}>
          {t("{cpus}, {size} memory", {
            cpus: t.many(spec.cpus, "{n} vCPU", "{n} vCPUs"),
            size: formatMiB(spec.memoryMiB, t),
          })}
        </Fact>
        <Fact label={t("Machine")}>
          {t("{machine}, CPU {cpuModel}", { machine: spec.machine, cpuModel: spec.cpuModel })}
          {spec.acpi ? "" : t(", without ACPI")}
        </Fact>
        {"kernel" in spec.boot ? (
          <>
            <Fact label={t("Kernel")} mono>
              {spec.boot.kernel}
            </Fact>
            {spec.boot.initrd !== undefined && (
              <Fact label={t("Initrd")} mono>
                {spec.boot.initrd}
              </Fact>
            )}
            <Fact label={t("Kernel command line")} mono>
              {spec.boot.cmdline === "" ? t("empty") : spec.boot.cmdline}
            </Fact>
          </>
        ) : (
          <Fact label={t("Boots by")}>
            {t("{firmware} from the first disk", {
              firmware: spec.boot.firmware === "uefi" ? "UEFI" : "BIOS",
            })}
          </Fact>
        )}
        <Fact label={t("Serial ports")}>
          {spec.serial.length === 0
            ? t("none: there is no console")
            : spec.serial.map((port) => (port.log ? t("recorded") : t("not recorded"))).join(", ")}
        </Fact>
        <Fact label={t("Guest agent")}>{spec.guestAgent ? t("has a channel") : t("has no channel")}</Fact>
        {spec.cloudInit !== undefined && (
          <Fact label={t("Cloud-init")}>
            {[
              t("user data"),
              spec.cloudInit.metaData === undefined ? [] : t("meta data"),
              spec.cloudInit.networkConfig === undefined ? [] : t("network configuration"),
            ]
              .flat()
              .join(", ")}
          </Fact>
        )}
        <Fact label={t("Starts with the host")}>{spec.autostart ? t("yes") : t("no")}</Fact>
        <Fact label={t("When it crashes")}>
          {spec.onCrash === "restart" ? t("start again") : t("stay down")}
        </Fact>
        <Fact label={t("UUID")} mono>
          {detail.uuid}
        </Fact>
      </Facts>
    </Panel>
  );
}

function EditButton({ name, state }: { name: string; state: InstanceState }) {
  const t = useT();
  const router = useRouter();
  const blocked = useWhyForbidden("operator") ?? whyNot("update", state);
  return (
    <Button className="-my-1 text-small" blocked={blocked} onClick={() => router.push(editHref(name))}>
      {t("Edit")}
    </Button>
  );
}

/** Says that QEMU was upgraded since the guest was started, and leads to the move onto the new one. */
function NewQemu({ name, runtime }: { name: string; runtime: InstanceRuntime }) {
  const t = useT();
  const { qemuVersion, newQemuVersion } = runtime;
  if (newQemuVersion === undefined) return null;
  return (
    <span className="block">
      {newQemuVersion === qemuVersion
        ? t("Its host has a newer build of {version}.", { version: newQemuVersion })
        : t("Its host has {version} now.", { version: newQemuVersion })}{" "}
      <Link href={newQemuHref(name)} prefetch={false} className="text-accent underline underline-offset-2">
        {t("Move to the new QEMU")}
      </Link>
    </span>
  );
}

/** The QEMU process that runs it. */
export function RunsAsPanel({ name, runtime }: { name: string; runtime: InstanceRuntime }) {
  const t = useT();
  return (
    <Panel title={t("Runs as")}>
      <Facts>
        <Fact label={t("QEMU")}>
          {runtime.qemuVersion}, {runtime.accelerator === "kvm" ? t("KVM") : t("TCG (emulated, slow)")}
          <NewQemu name={name} runtime={runtime} />
        </Fact>
        <Fact label={t("Process")}>
          {t("{pid}, started {startedAt}", { pid: runtime.pid, startedAt: formatTime(runtime.startedAt, t) })}
        </Fact>
        <Fact label={t("Machine type")} mono>
          {runtime.machineType}
        </Fact>
        <Fact label={t("CPU model")} mono>
          {runtime.cpuModel}
        </Fact>
        <Fact label={t("Incarnation")} mono>
          {t("{incarnation}, epoch {epoch}", { incarnation: runtime.incarnation, epoch: runtime.epoch })}
        </Fact>
        <Fact label={t("Rescue monitor")} mono>
          {runtime.rescueMonitor}
        </Fact>
        {runtime.serialLogs.map((path, index) => (
          <Fact
            key={path}
            label={
              runtime.serialLogs.length === 1
                ? t("Console log")
                : t("Console log {number}", { number: index + 1 })
            }
            mono
          >
            {path}
          </Fact>
        ))}
      </Facts>
    </Panel>
  );
}
