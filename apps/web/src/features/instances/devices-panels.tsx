import { Panel } from "#components/panel.tsx";
import { diskExtras, nicExtras } from "#lib/device-words.ts";
import { formatBytes } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import type { DiskSpec, InstanceDetail, NicSpec } from "@gantry/kvm-core/model";
import type { ReactNode } from "react";

/** Its disks, and what has been read and written since QEMU started. */
export function DisksPanel({ detail }: { detail: InstanceDetail }) {
  const t = useT();
  const { disks } = detail.spec;
  return (
    <Panel title={t("Disks")}>
      {disks.length === 0 && <p className="text-dim">{t("It has no disks.")}</p>}
      {disks.map((disk) => {
        const figures = detail.figures?.disks.find((one) => one.name === disk.name);
        return (
          <Device key={disk.name} name={disk.name} address={sourceText(disk, t)}>
            {[
              "empty" in disk.source ? t("CD drive") : kindText(disk, t),
              diskExtras(disk, t),
              figures?.virtualSizeBytes === undefined ? [] : formatBytes(figures.virtualSizeBytes, t),
              figures === undefined
                ? []
                : t("{read} read, {written} written", {
                    read: formatBytes(figures.readBytes, t),
                    written: formatBytes(figures.writtenBytes, t),
                  }),
              figures?.ioStatus === undefined || figures.ioStatus === "ok"
                ? []
                : t("state {state}", { state: figures.ioStatus }),
            ]
              .flat()
              .join(" · ")}
          </Device>
        );
      })}
    </Panel>
  );
}

/** Its network interfaces. */
export function NicsPanel({ detail }: { detail: InstanceDetail }) {
  const t = useT();
  const { nics } = detail.spec;
  return (
    <Panel title={t("Network")}>
      {nics.length === 0 && <p className="text-dim">{t("It has no network interface.")}</p>}
      {nics.map((nic, index) => {
        const figures = detail.figures?.nics.find((one) => one.mac === nic.mac);
        const traffic =
          figures?.receiveBytes === undefined || figures.transmitBytes === undefined
            ? []
            : t("{received} received, {sent} sent", {
                received: formatBytes(figures.receiveBytes, t),
                sent: formatBytes(figures.transmitBytes, t),
              });
        return (
          <Device
            key={nic.mac ?? index}
            name={t("nic {number}", { number: index })}
            address={nic.mac ?? t("address given at the first start")}
          >
            {[
              `${nic.model}, ${networkText(nic, t)}`,
              nic.link === "down" ? t("cable pulled out") : [],
              nicExtras(nic, t),
              figures?.tap ?? [],
              traffic,
            ]
              .flat()
              .join(" · ")}
          </Device>
        );
      })}
    </Panel>
  );
}

function Device({ name, address, children }: { name: string; address: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col">
      <p className="flex min-w-0 flex-wrap gap-x-3">
        <span className="font-medium">{name}</span>
        <span className="min-w-0 font-mono text-small leading-5 break-all">{address}</span>
      </p>
      <p className="text-dim">{children}</p>
    </div>
  );
}

function sourceText({ source }: DiskSpec, t: Translate): string {
  return "empty" in source ? t("no CD in it") : Object.values(source).join("");
}

function networkText({ network }: NicSpec, t: Translate): string {
  if ("bridge" in network) {
    const { bridge, vlan } = network;
    return vlan === undefined
      ? t("bridge {bridge}", { bridge })
      : t("bridge {bridge}, VLAN {vlan}", { bridge, vlan });
  }
  const { forward } = network.user;
  const ports = forward.map((port) => `127.0.0.1:${port.host} → ${port.guest}`).join(", ");
  return ports === "" ? t("user mode") : t("user mode, {ports}", { ports });
}

function kindText({ format, bus, readOnly }: DiskSpec, t: Translate): string {
  return readOnly
    ? t("{format} on {bus}, read only", { format, bus })
    : t("{format} on {bus}", { format, bus });
}
