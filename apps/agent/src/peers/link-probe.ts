import { once } from "node:events";
import type { Duplex } from "node:stream";

/** In place of a ticket: a stream that leads to no guest. */
export const probeTicket = "probe";

/** For how long the link is filled, in milliseconds: long enough for TCP to find its speed. */
const probeMs = 300;
/** Sent and not yet counted by the other side; what lies in buffers says nothing of the link. */
const windowBytes = 4 * 1024 * 1024;
const chunk = Buffer.alloc(256 * 1024);
/** Without a sign of the other side for this long the link is taken for dead, in milliseconds. */
const silentMs = 10_000;
/** The other side tells the sum of what it has received, each time as so many bytes. */
const countBytes = 8;

/** Takes bytes that mean nothing and tells how many have come, until the other side leaves. */
export function countReceived(stream: Duplex): void {
  let received = 0n;
  stream.on("data", (data: Buffer) => {
    received += BigInt(data.length);
    const count = Buffer.alloc(countBytes);
    count.writeBigUInt64BE(received);
    stream.write(count);
  });
  stream.on("error", () => stream.destroy());
}

/** Fills a stream that {@link countReceived} takes; gives the bytes a second that arrived. */
export async function measure(stream: Duplex): Promise<number> {
  let sent = 0;
  let arrived = 0;
  let rest = Buffer.alloc(0);
  stream.on("data", (data: Buffer) => {
    rest = Buffer.concat([rest, data]);
    const whole = rest.length - (rest.length % countBytes);
    if (whole > 0) arrived = Number(rest.readBigUInt64BE(whole - countBytes));
    rest = rest.subarray(whole);
  });
  const gone = new AbortController();
  stream.once("close", () => gone.abort(new Error("The connection broke.")));
  stream.on("error", () => stream.destroy());
  const start = performance.now();
  try {
    while (performance.now() - start < probeMs) {
      const waiting = { signal: AbortSignal.any([gone.signal, AbortSignal.timeout(silentMs)]) };
      if (sent - arrived >= windowBytes) await once(stream, "data", waiting);
      sent += chunk.length;
      if (!stream.write(chunk)) await once(stream, "drain", waiting);
    }
    return (arrived / (performance.now() - start)) * 1000;
  } finally {
    stream.destroy();
  }
}
