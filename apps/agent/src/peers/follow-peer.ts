import { setTimeout as delay } from "node:timers/promises";
import { GantryError } from "@gantry/kvm-core/model";
import { WebSocket } from "ws";
import type { HostMirror } from "../hosts/host-mirror.ts";
import type { ToldMember } from "./member.ts";
import { type PeerAccess, webSocketUrlOf } from "./peer-access.ts";
import { peerEventSchema } from "./peer-event.ts";
import { certificateFailure } from "./peer-tls.ts";

/** A peer pings each two seconds; one that is silent for this long does not answer. */
const silenceMs = 6000;
const handshakeMs = 3000;
const firstPauseMs = 250;
const longestPauseMs = 5000;
/** Largest message of a peer: lists of thousands of instances fit. */
const maxMessageBytes = 16 * 1024 * 1024;

/** Whom to follow, and who hears of what it says. */
export interface PeerFollowing {
  readonly access: PeerAccess;
  readonly mirror: HostMirror;
  /** Hears of the hosts that the peer knows. */
  readonly onMembers: (told: readonly ToldMember[]) => void;
}

/** Keeps a peer's mirror true until disposed: subscribes to the peer, and when it is lost says so and tries again. */
export function followPeer(following: PeerFollowing): Disposable {
  const end = new AbortController();
  void follow(following, end.signal);
  return { [Symbol.dispose]: () => end.abort() };
}

async function follow(following: PeerFollowing, signal: AbortSignal): Promise<void> {
  const { mirror } = following;
  let pauseMs = firstPauseMs;
  while (!signal.aborted) {
    const connection = await listen(following, signal);
    if (signal.aborted) return;
    mirror.lost(connection.reason);
    pauseMs = connection.heard ? firstPauseMs : Math.min(pauseMs * 2, longestPauseMs);
    // Not all peers at the same moment after a switch comes back.
    await delay(pauseMs * (0.75 + Math.random() / 2), undefined, { signal, ref: false }).catch(
      () => undefined,
    );
  }
}

/** One connection, from its beginning to its end. Never throws. */
async function listen(
  { access, mirror, onMembers }: PeerFollowing,
  signal: AbortSignal,
): Promise<{ heard: boolean; reason: string }> {
  const { host } = access;
  let heard = false;
  let reason = `${host} does not answer.`;
  const headers = await access.headers().catch(() => undefined);
  if (headers === undefined) return { heard, reason: `The secret for ${host} cannot be read.` };
  const { promise: closed, resolve: close } = Promise.withResolvers<void>();
  const socket = new WebSocket(`${webSocketUrlOf(access)}/peer/watch`, {
    ...access.tls(),
    headers,
    handshakeTimeout: handshakeMs,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
  });
  const silence = setTimeout(() => socket.terminate(), silenceMs);
  const stop = () => socket.terminate();
  signal.addEventListener("abort", stop, { once: true });
  socket.on("ping", () => silence.refresh());
  socket.on("message", (data: Buffer) => {
    silence.refresh();
    const event = peerEventSchema.safeParse(parseJson(data.toString()));
    if (!event.success) {
      reason = `${host} runs a version of Gantry that this one does not understand.`;
      socket.terminate();
      return;
    }
    heard = true;
    if (event.data.type === "members") onMembers(event.data.members);
    else mirror.apply(event.data);
  });
  socket.on("unexpected-response", (_request, response) => {
    reason = `${host} does not let this host in (HTTP ${response.statusCode ?? "?"}).`;
    socket.terminate();
  });
  socket.on("error", (error) => {
    const failure = certificateFailure(host, error);
    if (failure instanceof GantryError) reason = failure.message;
  });
  socket.on("close", (code) => {
    if (code === 1001) reason = `The agent on ${host} was stopped.`;
    close();
  });
  await closed;
  clearTimeout(silence);
  signal.removeEventListener("abort", stop);
  return { heard, reason };
}

function parseJson(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
