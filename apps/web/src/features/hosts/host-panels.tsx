import { Meter } from "#components/meter.tsx";
import { Fact, Facts, Panel } from "#components/panel.tsx";
import { formatMiB, formatTime } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useInstances } from "#lib/use-live.ts";
import type { HostInfo, InstanceState } from "@gantry/kvm-core/model";

/** What it has, what it promised, what is left. */
export function CapacityPanel({ info }: { info: HostInfo }) {
  const t = useT();
  const assigned = useAssignedCpus(info.name);
  const used = info.memoryTotalMiB - info.memoryAvailableMiB;
  return (
    <Panel title={t("Capacity")}>
      <Facts>
        <Fact label={t("Memory in use")}>
          <Amount part={used} whole={info.memoryTotalMiB} />
        </Fact>
        <Fact label={t("Assigned to running instances")}>
          <Amount part={info.memoryCommittedMiB} whole={info.memoryTotalMiB} />
        </Fact>
        <Fact label={t("Used by the host itself")}>{formatMiB(info.memoryHostMiB, t)}</Fact>
        <Fact label={t("Huge pages")}>
          {info.hugePages.total === 0
            ? t("none reserved")
            : t("{free} of {total} free, {size} each", {
                free: info.hugePages.free,
                total: info.hugePages.total,
                size: formatMiB(info.hugePages.sizeKiB / 1024, t),
              })}
        </Fact>
        <Fact label={t("Virtual CPUs of running instances")}>
          {assigned === undefined
            ? t("not known")
            : t("{assigned} on {count}", { assigned, count: t.many(info.cpus, "{n} CPU", "{n} CPUs") })}
          {assigned !== undefined &&
            info.cpus > 0 &&
            t(", {number} for each", { number: (assigned / info.cpus).toFixed(1) })}
        </Fact>
        <Fact label={t("Load")}>
          {info.load.map((load) => load.toFixed(2)).join(", ")} {t("in 1, 5 and 15 min")}
        </Fact>
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
  const t = useT();
  return (
    <Panel title={t("Machine")}>
      <Facts>
        <Fact label={t("CPU")}>{info.cpuModel}</Fact>
        <Fact label={t("Kernel")} mono>
          {info.kernel}
        </Fact>
        <Fact label={t("KVM")}>
          {info.kvm.usable ? t("usable") : t("not usable")}: {info.kvm.reason}
        </Fact>
        {info.qemu === null ? (
          <Fact label={t("QEMU")}>{t("not found; the doctor names the package")}</Fact>
        ) : (
          <>
            <Fact label={t("QEMU")}>
              {t("{version}, {number} machine types", {
                version: info.qemu.version,
                number: info.qemu.machineTypes.length,
              })}
            </Fact>
            <Fact label={t("Binary")} mono>
              {info.qemu.binary}
            </Fact>
          </>
        )}
        <Fact label={t("Agent")}>
          {t("{version}, process {pid}, started {startedAt}", {
            version: info.agent.version,
            pid: info.agent.pid,
            startedAt: formatTime(info.agent.startedAt, t),
          })}
        </Fact>
      </Facts>
    </Panel>
  );
}

/** Room where its files lie. */
export function StoragePanel({ info }: { info: HostInfo }) {
  const t = useT();
  return (
    <Panel title={t("Storage")}>
      {info.disks.length === 0 && <p className="text-dim">{t("The agent named no directory.")}</p>}
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
  const t = useT();
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      {whole > 0 && <Meter share={part / whole} />}
      {t("{part} of {whole}", { part: formatMiB(part, t), whole: formatMiB(whole, t) })}
    </span>
  );
}
