import { formatNode, guestVisible } from "../command-line/index.ts";
import { argvOf, type Instance, pinnedOf, placesOf } from "../instance/index.ts";
import type { MigrationOptions } from "../model/migration.ts";
import { migrationProtocol, type PrepareRequest } from "../model/migration-peer.ts";
import { readBridges } from "../network/index.ts";
import { queryNamedBlockNodes } from "../qmp/index.ts";
import { fileIdentities } from "./file-identities.ts";

/** What a target has to know to check and to prepare, gathered now. */
export async function describeInstance(
  instance: Instance,
  {
    id,
    options,
    incarnation,
  }: { readonly id: string; readonly options: MigrationOptions; readonly incarnation: string },
): Promise<PrepareRequest> {
  const { services, stored, live } = instance;
  const { uuid, spec } = stored;
  const machine = live?.runtime.machine ?? pinnedOf(instance);
  const places = placesOf(instance);
  const [images, identities, bridgeMtus, argv] = await Promise.all([
    imagesOf(instance),
    fileIdentities(spec),
    bridgeMtusOf(instance),
    argvOf(services, { uuid, spec, machine, places }),
  ]);
  return {
    migrationId: id,
    protocol: migrationProtocol,
    source: services.host,
    targetIncarnation: incarnation,
    uuid,
    spec,
    machine,
    places,
    qemuVersion: live?.runtime.qemuVersion ?? services.qemu.version,
    options,
    fileIdentities: identities,
    images,
    bridgeMtus,
    machineSeen: guestVisible(argv),
    sharedStore: services.ownership.shared,
    sentAt: new Date().toISOString(),
  };
}

/** The size of each image file, as QEMU has it open; nothing of a guest that does not run. */
async function imagesOf({ live, stored }: Instance): Promise<PrepareRequest["images"]> {
  if (live === undefined) return {};
  const nodes = await queryNamedBlockNodes(live.monitor);
  return Object.fromEntries(
    stored.spec.disks.flatMap(({ name, source }) => {
      const image = nodes.find(({ nodeName }) => nodeName === formatNode(name))?.image;
      if (image === undefined || !("file" in source)) return [];
      return [
        [
          name,
          {
            size: image.virtualBytes,
            allocated: image.actualBytes ?? image.virtualBytes,
            snapshots: image.snapshots.map((one) => one.name),
          },
        ],
      ];
    }),
  );
}

async function bridgeMtusOf({ services, stored }: Instance): Promise<Record<string, number>> {
  const names = stored.spec.nics.flatMap(({ network }) => ("bridge" in network ? [network.bridge] : []));
  const bridges = await readBridges(services.network, names);
  return Object.fromEntries(
    Object.entries(bridges).flatMap(([name, facts]) => (facts === undefined ? [] : [[name, facts.mtu]])),
  );
}
