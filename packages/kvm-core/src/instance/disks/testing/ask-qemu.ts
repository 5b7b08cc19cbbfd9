import { QmpConnection, qomGet, queryBlock, queryNamedBlockNodes } from "../../../qmp/index.ts";
import type { TemporaryHost } from "../../../testing/temporary-host.ts";
import { diskOfDevice, diskOfNode } from "../../../command-line/index.ts";

/** Asks the QEMU of a running instance over the monitor that is kept free for people. */
export async function askQemu<Answer>(
  host: TemporaryHost,
  name: string,
  question: (qmp: QmpConnection) => Promise<Answer>,
): Promise<Answer> {
  await using qmp = await QmpConnection.open({ path: await rescueMonitorOf(host, name) });
  return await question(qmp);
}

/** The files QEMU says it has open for disks, by node. */
export async function openFiles(host: TemporaryHost, name: string): Promise<Record<string, string>> {
  const nodes = await askQemu(host, name, queryNamedBlockNodes);
  return Object.fromEntries(
    nodes.flatMap(({ nodeName = "", driver, image }) =>
      driver === "file" && diskOfNode(nodeName) !== undefined ? [[nodeName, image.filename]] : [],
    ),
  );
}

/** Every block node and limits object that belongs to a disk. */
export async function partsOf(host: TemporaryHost, name: string, disk: string): Promise<string[]> {
  return await askQemu(host, name, async (qmp) => {
    const nodes = await queryNamedBlockNodes(qmp);
    return nodes.flatMap(({ nodeName = "" }) => (diskOfNode(nodeName) === disk ? [nodeName] : []));
  });
}

/** Where a disk's device sits, as QEMU's object tree tells it. */
export async function addressOf(host: TemporaryHost, name: string, disk: string): Promise<string> {
  return await askQemu(host, name, async (qmp) => {
    const path = `/machine/peripheral/disk-${disk}`;
    const bus = await qomGet(qmp, { path, property: "parent_bus" });
    return `${String(bus)} ${String(await qomGet(qmp, { path, property: "addr" }))}`;
  });
}

/** Bytes of a disk as its device has them. */
export async function sizeSeen(host: TemporaryHost, name: string, disk: string): Promise<number | undefined> {
  const blocks = await askQemu(host, name, queryBlock);
  return blocks.find(({ qdev }) => diskOfDevice(qdev) === disk)?.inserted?.image.virtualBytes;
}

/**
 * Does what the ACPI code of a guest does when it lets a device of a `pc` go: ejects its slot. The port is that of
 * QEMU's PCI hot-plug (docs/specs/acpi_pci_hotplug.rst).
 */
export async function letGo(rescueMonitor: string, slot: number): Promise<void> {
  await using qmp = await QmpConnection.open({ path: rescueMonitor });
  for (const line of ["o /w 0xae10 0", `o /w 0xae08 ${1 << slot}`])
    await qmp.execute("human-monitor-command", { "command-line": line });
}

/** The monitor of a running instance that is kept free for people. */
export async function rescueMonitorOf(host: TemporaryHost, name: string): Promise<string> {
  return (await host.hypervisor.get(name)).runtime?.rescueMonitor ?? "";
}
