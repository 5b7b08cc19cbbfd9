import { Fact, Facts, Panel } from "#components/panel.tsx";
import { count, formatMiB, formatTime } from "#lib/format.ts";
import type { InstanceDetail, InstanceRuntime } from "@gantry/kvm-core/model";

/** What the administrator wants of the instance. */
export function SpecPanel({ detail }: { detail: InstanceDetail }) {
  const { spec } = detail;
  return (
    <Panel title="Configuration">
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
        <Fact label="Starts with the host">{spec.autostart ? "yes" : "no"}</Fact>
        <Fact label="When it crashes">{spec.onCrash === "restart" ? "start again" : "stay down"}</Fact>
        <Fact label="UUID" mono>
          {detail.uuid}
        </Fact>
      </Facts>
    </Panel>
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
