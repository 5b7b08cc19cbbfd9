import { type ClientRequest, request } from "node:http";
import { request as secureRequest } from "node:https";
import type { Duplex } from "node:stream";
import {
  type ArrivalReply,
  type CheckReply,
  type CommitReply,
  type CommitRequest,
  GantryError,
  type MigrationPeer,
  type PastPart,
  type PrepareReply,
  type PrepareRequest,
  type ProbeReply,
  type RejoinReply,
  type StandsReply,
  standsReplySchema,
} from "@gantry/kvm-core/model";
import type { TRPCClient } from "@trpc/client";
import { measure, probeTicket } from "./link-probe.ts";
import { migrationUpgrade, prepareStream } from "./migration-stream.ts";
import type { PeerAccess } from "./peer-access.ts";
import { clientOfPeer } from "./peer-client.ts";
import { peerFailure } from "./peer-failure.ts";
import type { PeerRouter } from "./peer-router.ts";
import { certificateFailure } from "./peer-tls.ts";

/** Milliseconds the target has for an answer; starting its QEMU is the longest thing it does for one. */
const answerWithinMs = 30_000;

type Client = TRPCClient<PeerRouter>;

/** The target of a migration, reached through its agent. */
export class RemoteMigrationPeer implements MigrationPeer<Duplex> {
  readonly host: string;
  readonly #access: PeerAccess;

  constructor(access: PeerAccess) {
    this.host = access.host;
    this.#access = access;
  }

  check(request: PrepareRequest, signal?: AbortSignal): Promise<CheckReply> {
    return this.#call(signal, (peer, options) => peer.check.mutate(request, options));
  }

  async measureLink(signal?: AbortSignal): Promise<number> {
    const stream = await this.openStream(probeTicket, signal);
    try {
      return await measure(stream);
    } catch (error) {
      throw peerFailure(this.host, error);
    }
  }

  prepare(request: PrepareRequest, signal?: AbortSignal): Promise<PrepareReply> {
    return this.#call(signal, (peer, options) => peer.prepare.mutate(request, options));
  }

  probe(migrationId: string, signal?: AbortSignal): Promise<ProbeReply> {
    return this.#call(signal, (peer, options) => peer.probe.query({ migrationId }, options));
  }

  commit(request: CommitRequest, signal?: AbortSignal): Promise<CommitReply> {
    return this.#call(signal, (peer, options) => peer.commit.mutate(request, options));
  }

  async bringPast(part: PastPart, signal?: AbortSignal): Promise<void> {
    await this.#call(signal, (peer, options) => peer.bringPast.mutate(part, options));
  }

  arrival(migrationId: string, signal?: AbortSignal): Promise<ArrivalReply> {
    return this.#call(signal, (peer, options) => peer.arrival.query({ migrationId }, options));
  }

  async stands(migrationId: string, uuid: string): Promise<StandsReply> {
    const reply = this.#call(undefined, (peer, options) => peer.stands.query({ migrationId, uuid }, options));
    return standsReplySchema.parse(await reply);
  }

  rejoin(migrationId: string): Promise<RejoinReply> {
    return this.#call(undefined, (peer, options) => peer.rejoin.mutate({ migrationId }, options));
  }

  async endRest(migrationId: string): Promise<void> {
    await this.#call(undefined, (peer, options) => peer.endRest.mutate({ migrationId }, options));
  }

  async letGo(migrationId: string): Promise<void> {
    await this.#call(undefined, (peer, options) => peer.letGo.mutate({ migrationId }, options));
  }

  async abort(migrationId: string): Promise<void> {
    await this.#call(undefined, (peer, options) => peer.abort.mutate({ migrationId }, options));
  }

  async openStream(ticket: string, signal?: AbortSignal): Promise<Duplex> {
    const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
    const opening = await this.#askForStream(ticket, signal);
    opening.on("upgrade", (_response, socket, head) => {
      if (head.length > 0) socket.unshift(head);
      prepareStream(socket);
      resolve(socket);
    });
    opening.on("response", (response) => {
      response.resume();
      reject(refused(this.host, response.statusCode));
    });
    opening.on("error", (error) => reject(peerFailure(this.host, certificateFailure(this.host, error))));
    opening.end();
    return await promise;
  }

  async #askForStream(ticket: string, signal: AbortSignal | undefined): Promise<ClientRequest> {
    const url = `${this.#access.url}/peer/stream/${ticket}`;
    const options = {
      headers: { ...(await this.#headers()), connection: "Upgrade", upgrade: migrationUpgrade },
      // The connection becomes the stream: it is neither kept nor one of those that are.
      agent: false as const,
      signal: AbortSignal.any([AbortSignal.timeout(answerWithinMs), ...(signal ? [signal] : [])]),
    };
    return url.startsWith("https:")
      ? secureRequest(url, { ...options, ...this.#access.tls() })
      : request(url, options);
  }

  async #call<Reply>(
    signal: AbortSignal | undefined,
    ask: (peer: Client, options: { signal: AbortSignal }) => Promise<Reply>,
  ): Promise<Reply> {
    const within = AbortSignal.timeout(answerWithinMs);
    try {
      return await ask(clientOfPeer(this.#access), {
        signal: signal === undefined ? within : AbortSignal.any([within, signal]),
      });
    } catch (thrown) {
      throw peerFailure(this.host, thrown);
    }
  }

  async #headers(): Promise<Record<string, string>> {
    try {
      return await this.#access.headers();
    } catch (error) {
      throw peerFailure(this.host, error);
    }
  }
}

function refused(host: string, status: number | undefined): GantryError {
  return new GantryError("migration_failed", {
    message: `${host} refused the migration stream (HTTP ${status ?? "?"}).`,
    hint: "The guest was not stopped. Look at the log of that host's agent and try again.",
    details: { host, status },
  });
}
