import type { Duplex } from "node:stream";
import { randomBytes } from "node:crypto";
import { type Instance, newIncarnation } from "../instance/index.ts";
import { GantryError } from "../model/error.ts";
import type { Check, MigrationOptions, MigrationPlan } from "../model/migration.ts";
import type { MigrationPeer } from "../model/migration-peer.ts";
import { isAllowed, whyNot } from "../model/state.ts";
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

/** What the source itself finds. */
export async function sourceChecks(instance: Instance): Promise<Check[]> {
  const { state, name } = instance;
  const reason = isAllowed("migrate", state) || state === "migrating" ? undefined : whyNot("migrate", state);
  return [
    reason === undefined
      ? { code: "wrong_state", level: "pass", message: "It is in a state that can move.", evidence: state }
      : {
          code: "wrong_state",
          level: "fail",
          message: `${name}: ${reason}`,
          evidence: state,
          fix: "Start it first, or start it on the other host.",
        },
    ...(await blockers(instance)),
  ];
}

async function blockers(instance: Instance): Promise<Check[]> {
  if (instance.live === undefined) return [];
  const reply = await instance.live.monitor.execute("query-migrate");
  const reasons = blockedReasons(reply);
  if (reasons.length === 0) {
    return [
      {
        code: "blocked_by_qemu",
        level: "pass",
        message: "QEMU sees nothing that blocks it.",
        evidence: "query-migrate",
      },
    ];
  }
  return [
    {
      code: "blocked_by_qemu",
      level: "fail",
      message: `QEMU cannot migrate it: ${reasons.join("; ")}`,
      evidence: "query-migrate",
      fix: "Remove the device that QEMU names.",
    },
  ];
}

function blockedReasons(reply: unknown): string[] {
  if (typeof reply !== "object" || reply === null || !("blocked-reasons" in reply)) return [];
  const reasons = reply["blocked-reasons"];
  return Array.isArray(reasons) ? reasons.map(String) : [];
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
