import { randomBytes } from "node:crypto";
import { type Instance, newIncarnation } from "../instance/index.ts";
import { GantryError } from "../model/error.ts";
import type { Check, MigrationOptions, MigrationPlan } from "../model/migration.ts";
import type { CheckablePeer, PrepareRequest } from "../model/migration-peer.ts";
import { readProcessFigures } from "../process/index.ts";
import { measureDirtyRate } from "../qmp/index.ts";
import { sourceChecks } from "./checks/source-checks.ts";
import { describeInstance } from "./describe-instance.ts";
import { forecast } from "./forecast.ts";

/** For small guests many samples a GiB, or chance decides; for large ones so few that hashing them stays cheap. */
const samplesPerGiB = { small: 4096, large: 512 } as const;
const largeMiB = 16 * 1024;

interface Planned {
  readonly peer: CheckablePeer;
  readonly options: MigrationOptions;
  /** How fast the guest writes, where that is being measured already: QEMU measures once at a time. */
  readonly dirty?: Promise<number | undefined>;
}

/**
 * What a migration would meet and how it would go, without changing anything. Takes a second, in which QEMU watches how
 * fast the guest writes. An unreachable target is a finding, not an error.
 */
export async function planMigration(instance: Instance, planned: Planned): Promise<MigrationPlan> {
  const { peer, options } = planned;
  const id = randomBytes(8).toString("hex");
  const request = await describeInstance(instance, { id, options, incarnation: newIncarnation() });
  const [here, there, link, dirty] = await Promise.all([
    sourceChecks(instance),
    askTarget(peer, request),
    measureLink(peer),
    planned.dirty ?? dirtyRateOf(instance),
  ]);
  const checks = [...here, ...there.checks, ...(there.answers ? [link.check] : [])];
  return {
    instance: instance.name,
    source: instance.services.host,
    target: peer.host,
    options,
    blocked: checks.some(({ level }) => level === "fail"),
    checks,
    copies: [...there.copies],
    forecast: forecast(
      {
        memoryBytes: memoryToSend(instance),
        diskBytes: there.copies.reduce((bytes, disk) => bytes + (request.images[disk]?.allocated ?? 0), 0),
        linkBytesPerSecond: link.bytesPerSecond,
        dirtyBytesPerSecond: dirty,
        runs: instance.state === "running",
      },
      options,
    ),
  };
}

interface TargetAnswer {
  readonly checks: readonly Check[];
  readonly copies: readonly string[];
  readonly answers: boolean;
}

async function askTarget(peer: CheckablePeer, request: PrepareRequest): Promise<TargetAnswer> {
  try {
    return { ...(await peer.check(request)), answers: true };
  } catch (thrown) {
    const error = GantryError.from(thrown);
    // It answers, and does not understand what is asked.
    const check = error.code === "invalid_input" ? otherVersion(peer.host, error) : offline(peer.host, error);
    return { checks: [check], copies: [], answers: false };
  }
}

async function measureLink(
  peer: CheckablePeer,
): Promise<{ readonly bytesPerSecond: number | undefined; readonly check: Check }> {
  try {
    const bytesPerSecond = await peer.measureLink();
    const evidence = `${Math.round(bytesPerSecond / 1_048_576)} MiB/s`;
    const message = "The stream of a migration gets through.";
    return { bytesPerSecond, check: { code: "port_unreachable", level: "pass", message, evidence } };
  } catch (thrown) {
    const check: Check = {
      code: "port_unreachable",
      level: "fail",
      message: `${peer.host} answers, but no stream can be opened to it.`,
      evidence: GantryError.from(thrown).message,
      fix: "Something between the hosts lets HTTP requests pass but no upgrades of the connection; let them reach each other directly.",
    };
    return { bytesPerSecond: undefined, check };
  }
}

/** The same for several targets at once. The guest is measured once, and meanwhile each target is asked. */
export async function planMigrations(
  instance: Instance,
  { peers, options }: { readonly peers: readonly CheckablePeer[]; readonly options: MigrationOptions },
): Promise<MigrationPlan[]> {
  const dirty = dirtyRateOf(instance);
  return await Promise.all(peers.map((peer) => planMigration(instance, { peer, options, dirty })));
}

/** Undefined for a guest that does not run, and for a QEMU that cannot say. */
async function dirtyRateOf({ live, state, stored }: Instance): Promise<number | undefined> {
  if (live === undefined || state !== "running") return undefined;
  const samples = stored.spec.memoryMiB < largeMiB ? samplesPerGiB.small : samplesPerGiB.large;
  return await measureDirtyRate(live.monitor, samples, { timeoutMs: 10_000 }).catch(() => undefined);
}

/** What the guest has never touched is not sent. */
function memoryToSend({ live, stored }: Instance): number {
  const assigned = stored.spec.memoryMiB * 1_048_576;
  const resident = live === undefined ? undefined : readProcessFigures(live.identity.pid)?.residentBytes;
  return Math.min(assigned, resident ?? assigned);
}

function offline(host: string, error: GantryError): Check {
  return {
    code: "host_offline",
    level: "fail",
    message: `${host} does not answer.`,
    evidence: error.message,
    fix: `Start the agent on ${host}, or mend the network between the hosts.`,
  };
}

function otherVersion(host: string, error: GantryError): Check {
  return {
    code: "agent_version",
    level: "fail",
    message: `The agent of ${host} does not understand what it is asked.`,
    evidence: error.message,
    fix: "Run the same version of Gantry on both hosts; restarting an agent harms no guest.",
  };
}
