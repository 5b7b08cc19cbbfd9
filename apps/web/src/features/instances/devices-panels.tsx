import { Panel } from "#components/panel.tsx";
import { diskExtras, nicExtras } from "#lib/device-words.ts";
import { formatBytes } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { DiskSpec, InstanceDetail, NicSpec } from "@gantry/kvm-core/model";
import type { ReactNode } from "react";

/** Its disks, and what has been read and written since QEMU started. */
export function DisksPanel({ detail }: { detail: InstanceDetail }) {
  const t = useT();
  const { disks } = detail.spec;
  return (
    <Panel title="Disks">
      {disks.length === 0 && <p className="text-dim">It has no disks.</p>}
      {disks.map((disk) => {
        const figures = detail.figures?.disks.find((one) => one.name === disk.name);
        return (
          <Device key={disk.name} name={disk.name} address={sourceText(disk)}>
            {[
              "empty" in disk.source
                ? "CD drive"
                : `${disk.format} on ${disk.bus}${disk.readOnly ? ", read only" : ""}`,
              diskExtras(disk, t),
              figures?.virtualSizeBytes === undefined ? [] : formatBytes(figures.virtualSizeBytes),
              figures === undefined
                ? []
                : `${formatBytes(figures.readBytes)} read, ${formatBytes(figures.writtenBytes)} written`,
              figures?.ioStatus === undefined || figures.ioStatus === "ok" ? [] : `state ${figures.ioStatus}`,
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
    <Panel title="Network">
      {nics.length === 0 && <p className="text-dim">It has no network interface.</p>}
      {nics.map((nic, index) => {
        const figures = detail.figures?.nics.find((one) => one.mac === nic.mac);
        const traffic =
          figures?.receiveBytes === undefined || figures.transmitBytes === undefined
            ? []
            : `${formatBytes(figures.receiveBytes)} received, ${formatBytes(figures.transmitBytes)} sent`;
        return (
          <Device
            key={nic.mac ?? index}
            name={`nic ${index}`}
            address={nic.mac ?? "address given at the first start"}
          >
            {[
              `${nic.model}, ${networkText(nic)}`,
              nic.link === "down" ? "cable pulled out" : [],
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

function sourceText({ source }: DiskSpec): string {
  return "empty" in source ? "no CD in it" : Object.values(source).join("");
}

function networkText({ network }: NicSpec): string {
  if ("bridge" in network) {
    return `bridge ${network.bridge}${network.vlan === undefined ? "" : `, VLAN ${network.vlan}`}`;
  }
  const { forward } = network.user;
  const ports = forward.map((port) => `127.0.0.1:${port.host} → ${port.guest}`).join(", ");
  return ports === "" ? "user mode" : `user mode, ${ports}`;
}
