import type { Duplex } from "node:stream";
import type { Instance } from "../instance/index.ts";
import { GantryError } from "../model/error.ts";
import type { MigrationPeer } from "../model/migration-peer.ts";
import { type ByteRange, encodeSamples, merged, type SerialPort } from "../serial/index.ts";

/** So much of a console's past travels with the guest: a console that is opened after the move has a past to show. */
export const tailBytes = 256 * 1024;
/** So long the older past of all consoles may take, in milliseconds; what is not sent by then stays behind. */
const withinMs = 20_000;
/** The same for the word that nothing more will come. */
const endWithinMs = 5000;
const partBytes = 512 * 1024;

/** Consoles whose older past goes to a host. */
interface Departure {
  readonly id: string;
  readonly instance: Instance;
  readonly peer: Pick<MigrationPeer<Duplex>, "host" | "bringPast">;
}

/**
 * Sends what the guest wrote before the tail that travelled with it, the newest first. The guest runs on the target
 * already and waits for nothing of this; what fails costs the older past and nothing else.
 *
 * @throws GantryError `cancelled` when this agent ends: then the next one begins again.
 */
export async function sendOlderPast(departure: Departure): Promise<void> {
  const { instance, peer } = departure;
  const { lifetime, log } = instance.services;
  const within = AbortSignal.any([AbortSignal.timeout(withinMs), lifetime]);
  for (const [index, port] of instance.ports.entries()) {
    try {
      await sendPort(departure, { index, port, within });
    } catch (error) {
      log("warn", `${instance.name}: the older past of its console stayed behind`, {
        error: GantryError.from(error).message,
      });
    }
  }
  if (!lifetime.aborted) return;
  throw new GantryError("cancelled", {
    message: `The console's past of ${instance.name} did not go to ${peer.host}: this agent ends.`,
    hint: "The next one goes on with it.",
    where: `${instance.name} is on ${peer.host}.`,
  });
}

async function sendPort(
  { id, instance, peer }: Departure,
  { index, port, within }: { index: number; port: SerialPort; within: AbortSignal },
): Promise<void> {
  const { from: end } = await port.past.newest(tailBytes);
  const { kept, boots, samples } = await port.past.before(end);
  const sent: ByteRange[] = [];
  for (const part of newestFirst(kept)) {
    if (within.aborted) break;
    const data = Buffer.from(await port.readAll(part.from, part.to)).toString("base64");
    const bytes = { kind: "bytes", migrationId: id, port: index, from: part.from, data } as const;
    const isSent = await peer.bringPast(bytes, within).then(
      () => true,
      (error: unknown) => {
        if (within.aborted) return false;
        throw error;
      },
    );
    if (isSent) sent.push(part);
  }
  // What is unfinished is begun again by the next agent.
  if (instance.services.lifetime.aborted) return;
  const arrivals = encodeSamples(samples).toString("base64");
  const about = { kept: merged(sent), boots: [...boots], arrivals };
  await peer.bringPast(
    { kind: "end", migrationId: id, port: index, ...about },
    AbortSignal.timeout(endWithinMs),
  );
}

function* newestFirst(ranges: readonly ByteRange[]): Generator<ByteRange> {
  for (const { from, to } of ranges.toReversed()) {
    for (let end = to; end > from; end -= partBytes) yield { from: Math.max(from, end - partBytes), to: end };
  }
}
