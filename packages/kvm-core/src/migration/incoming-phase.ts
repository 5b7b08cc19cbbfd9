import type { ProbeReply } from "../model/migration-peer.ts";
import { type QmpConnection, queryMigrate } from "../qmp/index.ts";

/** How much of a guest has arrived in a QEMU that waits for it, as that QEMU says. */
export async function incomingPhase(monitor: QmpConnection): Promise<ProbeReply> {
  const { status, errorDesc } = await queryMigrate(monitor, { timeoutMs: 1500 });
  if (status === "completed") return { phase: "received" };
  if (status === "failed") return { phase: "failed", message: errorDesc ?? "QEMU could not take the guest" };
  return { phase: status === "active" || status === "device" ? "receiving" : "waiting" };
}
