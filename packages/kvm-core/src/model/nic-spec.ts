import * as z from "zod";

const port = (message: string) => z.int(message).min(1, message).max(65_535, message);

/** One TCP port of the host handed to the guest in user mode. The host side listens on loopback. */
export const portForwardSchema = z.strictObject({
  host: port("a port from 1 to 65535"),
  guest: port("a port from 1 to 65535"),
});

/** What an interface is attached to: a bridge of the host, or user mode (no rights needed, guest can reach out). */
export const networkSchema = z.union([
  z.strictObject({
    bridge: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$/, "a bridge name: 1–15 letters, digits, '.', '_' or '-'"),
    vlan: z.int().min(1, "a VLAN from 1 to 4094").max(4094, "a VLAN from 1 to 4094").optional(),
  }),
  z.strictObject({
    user: z.strictObject({ forward: z.array(portForwardSchema).max(64, "at most 64 forwards").default([]) }),
  }),
]);

/** One network interface. An absent MAC is generated once and kept in the stored spec. */
export const nicSpecSchema = z.strictObject({
  mac: z
    .string()
    .regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/, "six lower-case hex pairs, such as 52:54:00:12:34:56")
    .refine((mac) => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 0, "a multicast address cannot be a MAC")
    .optional(),
  network: networkSchema,
  model: z.enum(["virtio", "e1000"], { error: 'use "virtio" or "e1000"' }).default("virtio"),
});

/** A checked interface. */
export type NicSpec = z.output<typeof nicSpecSchema>;
