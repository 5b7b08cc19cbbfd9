import type { HostPlace } from "../world/names.ts";
import type { Evidence } from "./evidence.ts";

/**
 * What is documented as an exception, and told as a class of its own instead of being judged: before 8.2 a QEMU whose link
 * breaks within the handshake in which it is joined again stays in `postcopy-recover` for good.
 */
export function exceptionOf({ guest, seen, restless }: Evidence): "stuck" | undefined {
  const isStuck = guest === "post-copy" && restless !== undefined;
  return isStuck && seen.some(({ isTrappedByRecovery = false }) => isTrappedByRecovery) ? "stuck" : undefined;
}

/** A source that was let send the rest of a guest that belongs to the target may do only that, until the guest is its own again. */
export function ranAfterHandOn({ seen, allowed, source, handedOnIn }: Evidence): string[] {
  const lines = allowed.filter(({ host }) => host === source);
  const handedOn = lines.find(({ epoch }) => epoch === handedOnIn);
  if (handedOn === undefined) return [];
  const isTakenBackBy = (time: number) =>
    lines.some(({ epoch, at }) => epoch > handedOn.epoch && at <= time + 1);
  return seen
    .filter(({ host }) => host === source)
    .filter(({ spans }) => spans.some(({ from }) => from > handedOn.at && !isTakenBackBy(from)))
    .map(({ incarnation }) => `${incarnation} on host-${source} ran after it had handed the guest on`);
}

/** It echoes all that was typed to it since it booted, in this order, each letter once. */
export function echoes({ echo, restless }: Evidence): string[] {
  if (restless !== undefined) return [];
  if (echo === undefined) return ["nothing was typed to it"];
  if (echo.startFailed !== undefined)
    return [`it was lost, and does not start from its disks: ${echo.startFailed}`];
  return echo.heard === echo.typed
    ? []
    : [`it was typed ${JSON.stringify(echo.typed)}, and its console has ${JSON.stringify(echo.heard)}`];
}

/** A guest that lost its memory says so in one fixed text, wherever its own QEMU was not what was killed. */
export function lossIsTold(evidence: Evidence): string[] {
  const { rows, killed = [], source, restless, operation, hadArrived = false } = evidence;
  const row = rows.a ?? rows.b;
  if (restless !== undefined || row === undefined || row.state === "running") return [];
  const place: HostPlace = row.host === "host-a" ? "a" : "b";
  const words = `Its memory was lost while it moved from host-${source} to host-${source === "a" ? "b" : "a"} by post-copy; it starts from its disks, as after a power cut.`;
  // Where both ended at once, and the record is settled by the target, nobody is left who knows.
  const isHidden = operation?.status === "succeeded" && !hadArrived && killed.length < 2;
  const hasWords = killed.includes(place) || row.reason === words;
  return [
    ...(isHidden ? ["its memory was lost, and its operation says that it succeeded"] : []),
    ...(hasWords ? [] : [`its memory was lost, and it says ${JSON.stringify(row.reason ?? "nothing")}`]),
  ];
}

/** A person could end what is stuck, and start it from its disks. */
export function staysStuck({ freeFailed }: Evidence): string[] {
  return freeFailed === undefined ? [] : [`it is stuck, and a person cannot free it: ${freeFailed}`];
}
