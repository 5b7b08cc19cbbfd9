"use client";

import { Fact, Facts, Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { editHref } from "#lib/addresses.ts";
import { count, formatMiB, formatTime } from "#lib/format.ts";
import { useWhyForbidden } from "#lib/use-me.ts";
import type { InstanceDetail, InstanceRuntime, InstanceState } from "@gantry/kvm-core/model";
import { whyNot } from "@gantry/kvm-core/model";
import { useRouter } from "next/navigation";

/** What the administrator wants of the instance. */
export function SpecPanel({ detail, state }: { detail: InstanceDetail; state: InstanceState }) {
  const { spec } = detail;
  return (
    <Panel title="Configuration" aside={<EditButton name={spec.name} state={state} />}>
      <Facts>
        <Fact label="Size">
          {count(spec.cpus, "vCPU")}, {formatMiB(spec.memoryMiB)} memory
        </Fact>
        <Fact label="Machine">
          {spec.machine}, CPU {spec.cpuModel}
          {spec.acpi ? "" : ", without ACPI"}
        </Fact>
        {"kernel" in spec.boot ? (
          <>
            <Fact label="Kernel" mono>
              {spec.boot.kernel}
            </Fact>
            {spec.boot.initrd !== undefined && (
              <Fact label="Initrd" mono>
                {spec.boot.initrd}
              </Fact>
            )}
            <Fact label="Kernel command line" mono>
              {spec.boot.cmdline === "" ? "empty" : spec.boot.cmdline}
            </Fact>
          </>
        ) : (
          <Fact label="Boots by">{spec.boot.firmware === "uefi" ? "UEFI" : "BIOS"} from the first disk</Fact>
        )}
        <Fact label="Serial ports">
          {spec.serial.length === 0
            ? "none: there is no console"
            : spec.serial.map((port) => (port.log ? "recorded" : "not recorded")).join(", ")}
        </Fact>
        <Fact label="Guest agent">{spec.guestAgent ? "has a channel" : "has no channel"}</Fact>
        {spec.cloudInit !== undefined && (
          <Fact label="Cloud-init">
            {[
              "user data",
              spec.cloudInit.metaData === undefined ? [] : "meta data",
              spec.cloudInit.networkConfig === undefined ? [] : "network configuration",
            ]
              .flat()
              .join(", ")}
          </Fact>
        )}
        <Fact label="Starts with the host">{spec.autostart ? "yes" : "no"}</Fact>
        <Fact label="When it crashes">{spec.onCrash === "restart" ? "start again" : "stay down"}</Fact>
        <Fact label="UUID" mono>
          {detail.uuid}
        </Fact>
      </Facts>
    </Panel>
  );
}

function EditButton({ name, state }: { name: string; state: InstanceState }) {
  const router = useRouter();
  const blocked = useWhyForbidden("operator") ?? whyNot("update", state);
  return (
    <Button className="-my-1 text-small" blocked={blocked} onClick={() => router.push(editHref(name))}>
      Edit
    </Button>
  );
}

/** The QEMU process that runs it. */
export function RunsAsPanel({ runtime }: { runtime: InstanceRuntime }) {
  return (
    <Panel title="Runs as">
      <Facts>
        <Fact label="QEMU">
          {runtime.qemuVersion}, {runtime.accelerator === "kvm" ? "KVM" : "TCG (emulated, slow)"}
        </Fact>
        <Fact label="Process">
          {runtime.pid}, started {formatTime(runtime.startedAt)}
        </Fact>
        <Fact label="Machine type" mono>
          {runtime.machineType}
        </Fact>
        <Fact label="CPU model" mono>
          {runtime.cpuModel}
        </Fact>
        <Fact label="Incarnation" mono>
          {runtime.incarnation}, epoch {runtime.epoch}
        </Fact>
        <Fact label="Rescue monitor" mono>
          {runtime.rescueMonitor}
        </Fact>
        {runtime.serialLogs.map((path, index) => (
          <Fact
            key={path}
            label={runtime.serialLogs.length === 1 ? "Console log" : `Console log ${index + 1}`}
            mono
          >
            {path}
          </Fact>
        ))}
      </Facts>
    </Panel>
  );
}
