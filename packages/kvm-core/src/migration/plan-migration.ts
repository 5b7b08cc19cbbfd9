import type { Duplex } from "node:stream";
import { randomBytes } from "node:crypto";
import { type Instance, newIncarnation } from "../instance/index.ts";
import { GantryError } from "../model/error.ts";
import type { Check, MigrationOptions, MigrationPlan } from "../model/migration.ts";
import type { MigrationPeer } from "../model/migration-peer.ts";
import { sourceChecks } from "./checks/source-checks.ts";
import { forecast } from "./forecast.ts";
import { describeInstance } from "./describe-instance.ts";

/** What a migration would meet, without changing anything. An unreachable target is a finding, not an error. */
export async function planMigration(
  instance: Instance,
  { peer, options }: { readonly peer: MigrationPeer<Duplex>; readonly options: MigrationOptions },
): Promise<MigrationPlan> {
  const id = randomBytes(8).toString("hex");
  const request = await describeInstance(instance, { id, options, incarnation: newIncarnation() });
  const atTarget = await peer.check(request).catch((error: unknown) => [offline(peer.host, error)]);
  const checks = [...(await sourceChecks(instance)), ...atTarget];
  return {
    instance: instance.name,
    source: instance.services.host,
    target: peer.host,
    options,
    blocked: checks.some(({ level }) => level === "fail"),
    checks,
    forecast: forecast(instance.stored.spec.memoryMiB * 1_048_576, options.bandwidth),
  };
}

function offline(host: string, error: unknown): Check {
  return {
    code: "host_offline",
    level: "fail",
    message: `${host} does not answer.`,
    evidence: GantryError.from(error).message,
    fix: `Start the agent on ${host}, or mend the network between the hosts.`,
  };
}
