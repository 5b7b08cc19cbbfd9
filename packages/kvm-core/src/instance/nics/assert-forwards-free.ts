import { GantryError } from "../../model/error.ts";
import type { NicSpec } from "../../model/nic-spec.ts";
import { isPortFree } from "../../network/index.ts";
import type { Instance } from "../instance.ts";

/**
 * Whether QEMU can listen on loopback for each forward of these interfaces: it would refuse a used port with words that
 * name no field.
 *
 * @throws GantryError `port_in_use`.
 */
export async function assertForwardsFree(instance: Instance, nics: readonly NicSpec[]): Promise<void> {
  const { name, services } = instance;
  for (const [index, nic] of nics.entries()) {
    if (!("user" in nic.network)) continue;
    for (const [at, { host }] of nic.network.user.forward.entries()) {
      if (await isPortFree(host)) continue;
      throw new GantryError("port_in_use", {
        message: `${name} cannot forward port ${host} of ${services.host}: something else listens on it.`,
        hint: `Choose another port in nics.${index}.network.user.forward.${at}.host, or free it.`,
        where: instance.where(),
        details: { path: `nics.${index}.network.user.forward.${at}.host`, port: host },
      });
    }
  }
}
