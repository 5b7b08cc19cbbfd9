import { Meter } from "#components/meter.tsx";
import { Fact, Facts, Panel } from "#components/panel.tsx";
import { count, formatMiB, formatTime } from "#lib/format.ts";
import { useInstances } from "#lib/use-live.ts";
import type { HostInfo, InstanceState } from "@gantry/kvm-core/model";

/** What it has, what it promised, what is left. */
export function CapacityPanel({ info }: { info: HostInfo }) {
  const assigned = useAssignedCpus(info.name);
  const used = info.memoryTotalMiB - info.memoryAvailableMiB;
  return (
    <Panel title="Capacity">
      <Facts>
        <Fact label="Memory in use">
          <Amount part={used} whole={info.memoryTotalMiB} />
        </Fact>
        <Fact label="Assigned to running instances">
          <Amount part={info.memoryCommittedMiB} whole={info.memoryTotalMiB} />
        </Fact>
        <Fact label="Used by the host itself">{formatMiB(info.memoryHostMiB)}</Fact>
        <Fact label="Huge pages">
          {info.hugePages.total === 0
            ? "none reserved"
            : `${info.hugePages.free} of ${info.hugePages.total} free, ${formatMiB(info.hugePages.sizeKiB / 1024)} each`}
        </Fact>
        <Fact label="Virtual CPUs of running instances">
          {assigned === undefined ? "not known" : `${assigned} on ${count(info.cpus, "CPU")}`}
          {assigned !== undefined && info.cpus > 0 && `, ${(assigned / info.cpus).toFixed(1)} for each`}
        </Fact>
        <Fact label="Load">{info.load.map((load) => load.toFixed(2)).join(", ")} in 1, 5 and 15 min</Fact>
      </Facts>
    </Panel>
  );
}

const withoutProcess: readonly InstanceState[] = ["stopped", "suspended", "crashed", "unknown"];

/** Of the instances that have a process there. */
function useAssignedCpus(host: string): number | undefined {
  return useInstances()
    ?.filter((instance) => instance.host === host && !withoutProcess.includes(instance.state))
    .reduce((sum, { cpus }) => sum + cpus, 0);
}

/** The machine, its kernel, KVM, QEMU and the agent. */
export function MachinePanel({ info }: { info: HostInfo }) {
  return (
    <Panel title="Machine">
      <Facts>
        <Fact label="CPU">{info.cpuModel}</Fact>
        <Fact label="Kernel" mono>
          {info.kernel}
        </Fact>
        <Fact label="KVM">
          {info.kvm.usable ? "usable" : "not usable"}: {info.kvm.reason}
        </Fact>
        {info.qemu === null ? (
          <Fact label="QEMU">not found; the doctor names the package</Fact>
        ) : (
          <>
            <Fact label="QEMU">
              {info.qemu.version}, {info.qemu.machineTypes.length} machine types
            </Fact>
            <Fact label="Binary" mono>
              {info.qemu.binary}
            </Fact>
          </>
        )}
        <Fact label="Agent">
          {info.agent.version}, process {info.agent.pid}, started {formatTime(info.agent.startedAt)}
        </Fact>
      </Facts>
    </Panel>
  );
}

/** Room where its files lie. */
export function StoragePanel({ info }: { info: HostInfo }) {
  return (
    <Panel title="Storage">
      {info.disks.length === 0 && <p className="text-dim">The agent named no directory.</p>}
      <Facts>
        {info.disks.map((disk) => (
          <Fact key={disk.path} label={disk.path}>
            <Amount part={disk.totalMiB - disk.freeMiB} whole={disk.totalMiB} />
          </Fact>
        ))}
      </Facts>
    </Panel>
  );
}

function Amount({ part, whole }: { part: number; whole: number }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      {whole > 0 && <Meter share={part / whole} />}
      {formatMiB(part)} of {formatMiB(whole)}
    </span>
  );
}
