import type { HostServices } from "../instance/index.ts";
import { parseOrThrow } from "../model/faults.ts";
import { standsInput, type StandsReply } from "../model/migration-peer.ts";
import { isHandedOver } from "../model/ownership-rules.ts";
import type { InstanceRegistry } from "./instance-registry.ts";
import { stands } from "./recovery-rules.ts";
import { wasTaken } from "./taken-file.ts";

/** Whether something of the guest is left here by a migration from this host, and whether a person has taken it over here. */
export async function standingOf(
  { ownership, layout }: HostServices,
  registry: Pick<InstanceRegistry, "find">,
  input: unknown,
): Promise<StandsReply> {
  const { migrationId, uuid } = parseOrThrow(standsInput, input, { what: "The question" });
  const record = (await ownership.read(uuid))?.record;
  // A record of a guest that was given away, and of which nothing is left here, was forgotten to be removed.
  const isForgotten = record !== undefined && isHandedOver(record) && registry.find(uuid) === undefined;
  return { stands: !isForgotten && stands(record, migrationId), taken: await wasTaken(layout, migrationId) };
}
