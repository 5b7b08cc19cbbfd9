import type { ProbeReply } from "../model/migration-peer.ts";
import { type QmpConnection, queryMigrate, queryStatus } from "../qmp/index.ts";
import { lacksMemory } from "./post-copy/hand-on-rules.ts";

/** Milliseconds that QEMU has for each answer. */
const patience = { timeoutMs: 1500 };

/** How much of a guest has arrived in a QEMU that waits for it, as that QEMU says. */
export async function incomingPhase(monitor: QmpConnection): Promise<ProbeReply> {
  const { status, errorDesc } = await queryMigrate(monitor, patience);
  if (status === "completed") return { phase: "received" };
  if (lacksMemory(status)) return await postCopyPhase(monitor);
  if (status === "failed") return { phase: "failed", message: errorDesc ?? "QEMU could not take the guest" };
  return { phase: status === "active" || status === "device" ? "receiving" : "waiting" };
}

/** Once it has the devices it waits for the run gate. That the stream was cut does it no harm any more. */
async function postCopyPhase(monitor: QmpConnection): Promise<ProbeReply> {
  const { status } = await queryStatus(monitor, patience);
  return status === "inmigrate" ? { phase: "receiving" } : { phase: "received", missing: true };
}
