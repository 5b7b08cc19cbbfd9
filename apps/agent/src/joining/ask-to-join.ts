import { X509Certificate } from "node:crypto";
import { GantryError } from "@gantry/kvm-core/model";
import { createTRPCClient, httpLink } from "@trpc/client";
import { fingerprintOf } from "../identity/certificate.ts";
import { peerFailure } from "../peers/peer-failure.ts";
import { tlsToHost } from "../peers/peer-tls.ts";
import { SecureFetch } from "../peers/secure-fetch.ts";
import type { Admitted, JoinRequest, JoinRouter } from "./join-router.ts";
import type { JoinToken } from "./join-token.ts";

const answerWithinMs = 20_000;

/**
 * Asks the host that a token names to be let in. Before the secret is sent, that host has shown that it belongs to the
 * authority whose key the token names; nobody in between can be it.
 *
 * @throws GantryError `host_unreachable`, `certificate_refused`, and what the host refuses with
 */
export async function askToJoin(
  token: JoinToken,
  request: JoinRequest,
): Promise<{ readonly admitted: Admitted; readonly authority: X509Certificate }> {
  const failures: string[] = [];
  for (const address of token.addresses) {
    const authority = await authorityAt(address, token).catch((thrown: unknown) => {
      const error = GantryError.from(thrown);
      if (error.code !== "host_unreachable") throw error;
      failures.push(address);
    });
    if (authority !== undefined)
      return { admitted: await join(address, token, { authority, request }), authority };
  }
  throw new GantryError("host_unreachable", {
    message: `${token.host} does not answer at ${failures.join(", ")}.`,
    hint: `Check that its agent runs with GANTRY_PEER_LISTEN, and that this host can reach that port. The token is still good.`,
    details: { host: token.host, addresses: failures },
  });
}

/** The certificate of the authority, from whoever answers there; refused unless the token vouches for it. */
async function authorityAt(address: string, { host, authority }: JoinToken): Promise<X509Certificate> {
  using secure = new SecureFetch(host, () => ({ rejectUnauthorized: false, minVersion: "TLSv1.3" }));
  const { certificate } = await ask(address, secure, host, (peer, options) =>
    peer.authority.query(undefined, options),
  );
  const shown = new X509Certificate(certificate);
  if (fingerprintOf(shown.publicKey) === authority) return shown;
  throw new GantryError("certificate_refused", {
    message: `Whoever answers at ${address} belongs to another authority than the token says.`,
    hint: "Nothing was sent. Somebody may be in between, or the address is another machine's by now: look at who answers there, and make a new token.",
    details: { address },
  });
}

async function join(
  address: string,
  { host }: JoinToken,
  { authority, request }: { authority: X509Certificate; request: JoinRequest },
): Promise<Admitted> {
  using secure = new SecureFetch(host, () => tlsToHost(authority, { host }));
  return await ask(address, secure, host, (peer, options) => peer.join.mutate(request, options));
}

type Client = ReturnType<typeof createTRPCClient<JoinRouter>>;

async function ask<Reply>(
  address: string,
  { fetch }: SecureFetch,
  host: string,
  question: (peer: Client, options: { signal: AbortSignal }) => Promise<Reply>,
): Promise<Reply> {
  try {
    const link = httpLink({ url: `https://${address}/join`, fetch });
    const client = createTRPCClient<JoinRouter>({ links: [link] });
    return await question(client, { signal: AbortSignal.timeout(answerWithinMs) });
  } catch (thrown) {
    throw peerFailure(host, thrown);
  }
}
