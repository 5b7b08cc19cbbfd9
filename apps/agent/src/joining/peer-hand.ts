import type { Invitation, inviteInput } from "@gantry/kvm-core/model";
import { GantryError } from "@gantry/kvm-core/model";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";
import type { PeerAccess } from "../peers/peer-access.ts";
import { PeerCalls } from "../peers/peer-calls.ts";
import { clientOfPeer } from "../peers/peer-client.ts";
import { peerFailure } from "../peers/peer-failure.ts";

const answerWithinMs = 10_000;

/** What this host asks of others about who belongs to them. */
export class PeerHand {
  readonly #accessTo: (host: string) => PeerAccess | undefined;

  constructor(accessTo: (host: string) => PeerAccess | undefined) {
    this.#accessTo = accessTo;
  }

  /** @throws GantryError `wrong_state` when the one who signs does not belong to us any more; what it answers */
  async invite(founder: string, caller: Caller, input: z.output<typeof inviteInput>): Promise<Invitation> {
    return await this.#calls(founder).call(caller, (agent, options) =>
      agent.hosts.invite.mutate(input, options),
    );
  }

  /** A new certificate for our key, from the one who signs. */
  async renew(founder: string, alternatives: readonly string[]): Promise<string> {
    const access = this.#access(founder);
    try {
      const input = { alternatives: [...alternatives] };
      const options = { signal: AbortSignal.timeout(answerWithinMs) };
      return (await clientOfPeer(access).renew.mutate(input, options)).certificate;
    } catch (thrown) {
      throw peerFailure(founder, thrown);
    }
  }

  /** Whoever answers first removes the host and passes that on. */
  async removeByAnyone(
    hosts: readonly { readonly name: string }[],
    caller: Caller,
    name: string,
  ): Promise<void> {
    for (const host of hosts) {
      const asked = this.#calls(host.name).call(caller, (agent, options) =>
        agent.hosts.remove.mutate({ name }, options),
      );
      const removed = await asked.then(
        () => true,
        () => false,
      );
      if (removed) return;
    }
  }

  #calls(host: string): PeerCalls {
    return new PeerCalls(this.#access(host), () => undefined);
  }

  #access(host: string): PeerAccess {
    const access = this.#accessTo(host);
    if (access !== undefined) return access;
    throw new GantryError("wrong_state", {
      message: `${host}, which signs the certificates, does not belong to this host's peers any more.`,
      hint: "Ask the host that holds the authority's key now (tls/ca.key in its state directory).",
      details: { host },
    });
  }
}
