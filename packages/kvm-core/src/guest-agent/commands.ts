import * as z from "zod";
import { agentNonsense } from "./failure.ts";
import type { AgentPatience, GuestAgent } from "./guest-agent.ts";
import { guestListSchema, guestTextSchema as text } from "./guest-text.ts";

const infoSchema = z
  .object({
    version: text,
    supported_commands: guestListSchema(z.object({ name: text, enabled: z.boolean() })),
  })
  .transform(({ version, supported_commands: commands }) => ({
    version,
    /** Names of the commands that it carries out. */
    commands: commands.filter(({ enabled }) => enabled).map(({ name }) => name),
  }));

const osSchema = z
  .object({
    id: text.optional(),
    name: text.optional(),
    "pretty-name": text.optional(),
    "version-id": text.optional(),
    "kernel-release": text.optional(),
    machine: text.optional(),
  })
  .transform((os) => ({
    /** As in os-release: `debian`; `mswindows` on Windows. */
    id: os.id,
    name: os["pretty-name"] ?? os.name,
    version: os["version-id"],
    kernel: os["kernel-release"],
    machine: os.machine,
  }));

const addressSchema = z.object({ "ip-address": text, prefix: z.int().min(0).max(128) });

const interfacesSchema = guestListSchema(
  z
    .object({
      name: text,
      "hardware-address": text.optional(),
      "ip-addresses": guestListSchema(addressSchema).default([]),
    })
    .transform((nic) => ({
      name: nic.name,
      mac: nic["hardware-address"],
      /** Each with its prefix: `192.0.2.7/24`. */
      addresses: nic["ip-addresses"].map((address) => `${address["ip-address"]}/${address.prefix}`),
    })),
);

const fileSystemsSchema = guestListSchema(
  z
    .object({
      name: text,
      mountpoint: text,
      type: text,
      "total-bytes": z.number().min(0).optional(),
      "used-bytes": z.number().min(0).optional(),
    })
    .transform((fs) => ({
      device: fs.name,
      mountPoint: fs.mountpoint,
      type: fs.type,
      totalBytes: fs["total-bytes"],
      usedBytes: fs["used-bytes"],
    })),
);

const hostNameSchema = z.object({ "host-name": text }).transform((reply) => reply["host-name"]);

/** An agent and what it can do. */
type AgentInfo = z.output<typeof infoSchema>;
/** The operating system, as far as it tells. */
type GuestOs = z.output<typeof osSchema>;
/** A network interface as the guest sees it. */
type GuestInterface = z.output<typeof interfacesSchema>[number];
/** A mounted file system. */
type GuestFileSystem = z.output<typeof fileSystemsSchema>[number];

/** Resolves when the agent answers. */
export async function ping(agent: GuestAgent, patience?: AgentPatience): Promise<void> {
  await agent.ask("guest-ping", undefined, patience);
}

/** The agent's version and commands. */
export function info(agent: GuestAgent, patience?: AgentPatience): Promise<AgentInfo> {
  return query(agent, "guest-info", infoSchema, patience);
}

/** What runs in the guest. */
export function getOsInfo(agent: GuestAgent, patience?: AgentPatience): Promise<GuestOs> {
  return query(agent, "guest-get-osinfo", osSchema, patience);
}

/** What the guest calls itself. */
export function getHostName(agent: GuestAgent, patience?: AgentPatience): Promise<string> {
  return query(agent, "guest-get-host-name", hostNameSchema, patience);
}

/** Interfaces with their addresses, loopback included. */
export function getInterfaces(agent: GuestAgent, patience?: AgentPatience): Promise<GuestInterface[]> {
  return query(agent, "guest-network-get-interfaces", interfacesSchema, patience);
}

/** Mounted file systems that lie on disks. */
export function getFileSystems(agent: GuestAgent, patience?: AgentPatience): Promise<GuestFileSystem[]> {
  return query(agent, "guest-get-fsinfo", fileSystemsSchema, patience);
}

/** The guest's clock, in nanoseconds since 1970 UTC, as exact as a double is: to 256 ns. */
export function getTime(agent: GuestAgent, patience?: AgentPatience): Promise<number> {
  return query(agent, "guest-get-time", z.number(), patience);
}

/** Sets the guest's clock, its hardware clock too. */
export async function setTime(agent: GuestAgent, time: Date, patience?: AgentPatience): Promise<void> {
  await agent.ask("guest-set-time", { time: time.getTime() * 1_000_000 }, patience);
}

/**
 * Lets the guest shut down in its own order. Resolves when the agent has taken it; that the guest obeys is seen by
 * QEMU's events. An agent answers only when it cannot.
 */
export async function shutDown(
  agent: GuestAgent,
  mode: "powerdown" | "reboot" | "halt",
  patience?: AgentPatience,
): Promise<void> {
  await agent.order("guest-shutdown", { mode }, patience);
}

/** Writes out and holds every file system of the guest; how many. Everything that writes in the guest waits then. */
export function freeze(agent: GuestAgent, patience?: AgentPatience): Promise<number> {
  return query(agent, "guest-fsfreeze-freeze", z.int().min(0), patience);
}

/** Lets go of what {@link freeze} holds; how many. Harmless when nothing is held. */
export function thaw(agent: GuestAgent, patience?: AgentPatience): Promise<number> {
  return query(agent, "guest-fsfreeze-thaw", z.int().min(0), patience);
}

/** Whether the file systems are held. */
export function freezeStatus(agent: GuestAgent, patience?: AgentPatience): Promise<"frozen" | "thawed"> {
  return query(agent, "guest-fsfreeze-status", z.enum(["frozen", "thawed"]), patience);
}

async function query<Reply>(
  agent: GuestAgent,
  command: string,
  schema: z.ZodType<Reply>,
  patience: AgentPatience | undefined,
): Promise<Reply> {
  const reply = schema.safeParse(await agent.ask(command, undefined, patience));
  if (reply.success) return reply.data;
  throw agentNonsense(command, z.prettifyError(reply.error).slice(0, 300));
}
