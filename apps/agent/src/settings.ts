import { absolutePathSchema, nameSchema } from "@gantry/kvm-core/model";
import { storeAddressSchema } from "@gantry/store";
import * as z from "zod";
import { isLoopback } from "./addresses.ts";

const listenSchema = z
  .string()
  .regex(/^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):\d{1,5}$/, "give address:port, such as 127.0.0.1:7400")
  .transform((text) => {
    const colon = text.lastIndexOf(":");
    return { address: text.slice(0, colon).replace(/^\[|\]$/g, ""), port: Number(text.slice(colon + 1)) };
  })
  .refine(({ port }) => port <= 65_535, "a port is at most 65535");

const listOf = (separator: string) => (value: unknown) =>
  typeof value === "string" ? value.split(separator).filter((part) => part !== "") : value;

/** Another agent on this machine: where it listens, and the secret it wants to see from us. Hosts elsewhere join. */
export const peerSettingsSchema = z.strictObject({
  name: nameSchema,
  url: z
    .url({ protocol: /^http$/, error: "give an address such as http://127.0.0.1:7401" })
    .refine(
      (url) => isLoopback(new URL(url).hostname.replace(/^\[|\]$/g, "")),
      "a secret is sent on loopback only; another machine joins with `gantry host invite` and `gantry host join`",
    )
    .transform((url) => url.replace(/\/+$/, "")),
  secretFile: absolutePathSchema,
});
/** See {@link peerSettingsSchema}. */
export type PeerSettings = z.output<typeof peerSettingsSchema>;

/** Every setting of the agent. A key `stateDir` is also `GANTRY_STATE_DIR` and `--state-dir`. */
export const settingsSchema = z
  .strictObject({
    /** What must last: instances, ownership, tokens. */
    stateDir: absolutePathSchema.default("/var/lib/gantry"),
    /** Sockets and pid files, gone after a boot. */
    runDir: absolutePathSchema.default("/run/gantry"),
    /** Serial logs and QEMU's words. */
    logDir: absolutePathSchema.default("/var/log/gantry"),
    listen: listenSchema.default({ address: "127.0.0.1", port: 7400 }),
    /** Where agents of other hosts are answered, over mutual TLS; off when absent. */
    peerListen: listenSchema.optional(),
    /** `address:port` by which other hosts reach `peerListen`, where that is not the address it listens on. */
    peerAddress: listenSchema.optional(),
    /** Whether browsers and clients are served over TLS: `on` with a certificate of this host's own, made by itself. */
    tls: z.enum(["off", "on"], { error: "use off or on" }).default("off"),
    /** A certificate (with its chain) that somebody else made, and its key, as PEM files; both mean TLS. */
    tlsCert: absolutePathSchema.optional(),
    tlsKey: absolutePathSchema.optional(),
    hostName: nameSchema,
    /** QEMU to use; found in PATH when absent. */
    qemu: absolutePathSchema.optional(),
    accel: z.enum(["auto", "kvm", "tcg"], { error: "use auto, kvm or tcg" }).default("auto"),
    /** As whom QEMU runs: `auto`, `none`, an account's name or a uid. */
    qemuUser: z.coerce
      .string()
      .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}$/, "use auto, none, or the name or number of an account")
      .default("auto"),
    /** Where ownership records are: in this host's own SQLite, or in an etcd cluster that several hosts share. */
    store: storeAddressSchema.default("sqlite"),
    /** Directories that disks and kernels must lie in, separated by colons; anywhere when empty. */
    imageRoots: z.preprocess(listOf(":"), z.array(absolutePathSchema)).default([]),
    /**
     * Further pools for images and disks beside `default` in the state directory: `name=/directory`, separated by commas. The
     * first one named is used when nobody says which.
     */
    pools: z
      .preprocess(
        listOf(","),
        z.array(
          z
            .string()
            .transform((text) => ({ name: text.split("=")[0], path: text.slice(text.indexOf("=") + 1) }))
            .pipe(z.strictObject({ name: nameSchema, path: absolutePathSchema })),
        ),
      )
      .default([]),
    /** Most GiB that an image may have, as a file and for its guest. */
    imageMaxGib: z.coerce.number().int("a whole number of GiB").min(1).max(65_536).default(1024),
    /** Networks such as 127.0.0.0/8 that images may be downloaded from although they lead to this machine or its link. */
    downloadNetworks: z
      .preprocess(
        listOf(","),
        z.array(z.union([z.cidrv4(), z.cidrv6()], { error: "give a network such as 10.0.0.0/8" })),
      )
      .default([]),
    networkHook: absolutePathSchema.optional(),
    /** A directory with `kernel` and `initrd` of a small guest that the form offers to those who want to try things. */
    demoGuest: absolutePathSchema.optional(),
    /** The web build. */
    uiDir: absolutePathSchema,
    /** Peers: a list, or the path of a JSON or YAML file with one. */
    peers: z.array(peerSettingsSchema).max(64).default([]),
    /** What peers must send to this agent; made at the first start. `peer.secret` in the state directory by default. */
    peerSecretFile: absolutePathSchema.optional(),
    /** Further `name` or `name:port` that browsers may reach this agent by, separated by commas. */
    allowedHosts: z
      .preprocess(
        listOf(","),
        z.array(z.string().regex(/^[a-z0-9.-]+(:\d{1,5})?$/, "give name or name:port")),
      )
      .default([]),
    logLevel: z.enum(["debug", "info", "warn", "error"]).default("info"),
  })
  .superRefine(({ listen, tls, tlsCert, tlsKey }, context) => {
    const fault = (key: string, message: string) =>
      context.addIssue({ code: "custom", path: [key], message });
    if ((tlsCert === undefined) !== (tlsKey === undefined))
      fault(tlsCert === undefined ? "tlsCert" : "tlsKey", "a certificate and its key are given together");
    if (!isLoopback(listen.address) && tls === "off" && tlsCert === undefined)
      fault(
        "listen",
        `${listen.address} can be reached from other machines, and tokens would travel there in the clear: set GANTRY_TLS=on, or GANTRY_TLS_CERT and GANTRY_TLS_KEY, or listen on 127.0.0.1`,
      );
  })
  .superRefine(({ hostName, peers }, context) => {
    const names = [hostName, ...peers.map(({ name }) => name)];
    for (const [index, { name }] of peers.entries()) {
      if (names.indexOf(name) !== index + 1) {
        context.addIssue({
          code: "custom",
          path: ["peers", index, "name"],
          message: "this name is already used",
        });
      }
    }
  });
/** See {@link settingsSchema}. */
export type Settings = z.output<typeof settingsSchema>;

/** All setting names. */
export const settingKeys: readonly string[] = Object.keys(settingsSchema.shape);

/** `stateDir` as an environment variable: `GANTRY_STATE_DIR`. */
export function variableOf(key: string): string {
  return `GANTRY_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** `stateDir` as a flag without its dashes: `state-dir`. */
export function flagOf(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
