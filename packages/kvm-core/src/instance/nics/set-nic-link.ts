import { nicDeviceId } from "../../command-line/index.ts";
import type { NicLink } from "../../model/nic-spec.ts";
import { setLink } from "../../qmp/index.ts";
import type { Instance } from "../instance.ts";
import { findNic } from "./find-nic.ts";
import { specWithNic, storeSpec } from "./store-nics.ts";
import { settled, unsettle } from "./unsettled-nics.ts";

/** Puts the cable of an interface in or pulls it, and keeps that over starts and migrations. @throws `not_found`. */
export async function setNicLink(
  instance: Instance,
  { nic: reference, link }: { readonly nic: string; readonly link: NicLink },
): Promise<void> {
  using _lock = instance.lock.take(instance.name, "set a link");
  instance.assertAllowed("plug");
  const { nic, index, number } = findNic(instance, reference);
  const spec = specWithNic(instance, index, { ...nic, link });
  const { live } = instance;
  if (live === undefined) return await storeSpec(instance, spec);
  const name = nicDeviceId(number);
  await using undo = new AsyncDisposableStack();
  await unsettle(instance, live, { number, doing: "change" });
  undo.defer(() => settled(instance, live, { number }));
  await setLink(live.monitor, { name, up: link === "up" });
  undo.defer(() => setLink(live.monitor, { name, up: nic.link === "up" }));
  await storeSpec(instance, spec);
  undo.move();
  await settled(instance, live, { number });
}
