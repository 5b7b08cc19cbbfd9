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

const mbit = z
  .int("whole Mbit/s")
  .min(1, "at least 1 Mbit/s")
  .max(400_000, "at most 400000 Mbit/s; leave it out for no limit");

/** How much an interface may carry, in Mbit/s (10⁶ bits), as the guest sees it. A direction left out is not limited. */
export const nicRateSchema = z.strictObject({
  receiveMbit: mbit.optional(),
  transmitMbit: mbit.optional(),
});
/** See {@link nicRateSchema}. */
export type NicRate = z.output<typeof nicRateSchema>;

/** Whether the cable is in. */
export const nicLinkSchema = z.enum(["up", "down"], { error: 'use "up" or "down"' });
/** See {@link nicLinkSchema}. */
export type NicLink = z.output<typeof nicLinkSchema>;

/** A MAC as specs have it. It names an interface for good: its place in the machine hangs on it. */
export const macSchema = z
  .string()
  .regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/, "six lower-case hex pairs, such as 52:54:00:12:34:56")
  .refine((mac) => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 0, "a multicast address cannot be a MAC");

/** User mode is a small TCP/IP stack inside QEMU, and this is the largest packet it builds. */
const largestUserModeMtu = 1500;

/** One network interface. An absent MAC is generated once and kept in the stored spec. */
export const nicSpecSchema = z
  .strictObject({
    mac: macSchema.optional(),
    network: networkSchema,
    model: z.enum(["virtio", "e1000"], { error: 'use "virtio" or "e1000"' }).default("virtio"),
    /**
     * Largest packet in bytes; the bridge's when absent. A virtio card tells the guest; with an e1000 the guest has to
     * be set by hand.
     */
    mtu: z
      .int("whole bytes")
      .min(68, "an MTU from 68 to 65521")
      // What a tap of Linux takes.
      .max(65_521, "an MTU from 68 to 65521")
      .optional(),
    link: nicLinkSchema.default("up"),
    rate: nicRateSchema.optional(),
    /** Address that the guest will use. Nothing sets it there: it is handed to the host's network hook, for its filters. */
    ip: z.union([z.ipv4(), z.ipv6()], { error: "an IPv4 or IPv6 address, such as 192.0.2.10" }).optional(),
  })
  .superRefine(({ network, mtu, rate }, context) => {
    if (!("user" in network)) return;
    if (rate?.receiveMbit !== undefined || rate?.transmitMbit !== undefined) {
      const message = "a network in user mode cannot be limited; use a bridge";
      context.addIssue({ code: "custom", path: ["rate"], message });
    }
    if (mtu !== undefined && mtu > largestUserModeMtu) {
      const message = `a network in user mode carries at most ${largestUserModeMtu} bytes; use a bridge`;
      context.addIssue({ code: "custom", path: ["mtu"], message });
    }
  });

/** A checked interface. */
export type NicSpec = z.output<typeof nicSpecSchema>;
/** An interface as a person writes it: fields with a default may be absent. */
export type NicSpecInput = z.input<typeof nicSpecSchema>;
