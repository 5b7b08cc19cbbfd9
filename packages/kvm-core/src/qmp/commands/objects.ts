import * as z from "zod";
import type { Patience } from "../waiting.ts";
import { type QmpCaller, readAnswer } from "./ask.ts";
import type { Members } from "./block-graph.ts";

/** Names one property of one object of QEMU, such as `/machine/peripheral/disk-root` and `realized`. */
export interface QomProperty {
  readonly path: string;
  readonly property: string;
}

const qomListSchema = z.array(z.object({ name: z.string(), type: z.string() }));

/** A property of an object; a child has a type such as `child<virtio-blk-pci>`. */
export type QomMember = z.output<typeof qomListSchema>[number];

/** Makes an object (`qom-type`, `id`, ...): a throttle group, a secret, an I/O thread. It lies under `/objects`. */
export async function objectAdd(caller: QmpCaller, object: Members, options?: Patience): Promise<void> {
  await caller.executeUnchecked("object-add", object, options);
}

/** Removes an object that nothing uses. */
export async function objectDel(caller: QmpCaller, id: string, options?: Patience): Promise<void> {
  await caller.execute("object-del", { id }, options);
}

/** Reads a property, unparsed: each has a type of its own. */
export function qomGet(caller: QmpCaller, property: QomProperty, options?: Patience): Promise<unknown> {
  return caller.execute("qom-get", { ...property }, options);
}

/** Sets a property, such as `limits` of a throttle group. */
export async function qomSet(
  caller: QmpCaller,
  { path, property }: QomProperty,
  value: unknown,
  options?: Patience,
): Promise<void> {
  await caller.execute("qom-set", { path, property, value }, options);
}

/** The properties and children of an object; `/machine/peripheral` lists the devices that have an id. */
export async function qomList(caller: QmpCaller, path: string, options?: Patience): Promise<QomMember[]> {
  return readAnswer("qom-list", qomListSchema, await caller.execute("qom-list", { path }, options));
}
