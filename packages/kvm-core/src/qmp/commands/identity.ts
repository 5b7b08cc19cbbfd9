import * as z from "zod";
import type { Patience } from "../waiting.ts";
import { type QmpCaller, query } from "./ask.ts";

const queryNameSchema = z.object({ name: z.string().optional() }).transform(({ name }) => name);
const queryUuidSchema = z.object({ UUID: z.string() }).transform(({ UUID }) => UUID);
const queryChardevsSchema = z.array(
  z
    .object({ label: z.string(), filename: z.string(), "frontend-open": z.boolean() })
    .transform(({ label, filename, "frontend-open": frontendOpen }) => ({ label, filename, frontendOpen })),
);

/** A character device. `frontendOpen` says whether the device side of it (UART, monitor) is open. */
export type Chardev = z.output<typeof queryChardevsSchema>[number];

/** The `guest=` part of `-name`; undefined when QEMU was started without. */
export function queryName(caller: QmpCaller, options?: Patience): Promise<string | undefined> {
  return query(caller, "query-name", queryNameSchema, options);
}

/** The value of `-uuid`; all zeros when QEMU was started without. */
export function queryUuid(caller: QmpCaller, options?: Patience): Promise<string> {
  return query(caller, "query-uuid", queryUuidSchema, options);
}

/** All character devices with their labels: the main monitor's label carries the incarnation. */
export function queryChardevs(caller: QmpCaller, options?: Patience): Promise<Chardev[]> {
  return query(caller, "query-chardev", queryChardevsSchema, options);
}
