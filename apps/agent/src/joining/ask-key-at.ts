import { once } from "node:events";
import { connect } from "node:tls";
import { GantryError } from "@gantry/kvm-core/model";
import { fingerprintOf } from "../identity/certificate.ts";

const answerWithinMs = 5000;

/**
 * The fingerprint of the key that whoever answers at `url` has: the handshake proves that it has the private part.
 *
 * @throws GantryError `host_unreachable`
 */
export async function askKeyAt(
  url: string,
  asked: { readonly self: string; readonly host: string },
): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port || 443),
    minVersion: "TLSv1.3",
    // It has no certificate of ours yet; its key is what is asked.
    rejectUnauthorized: false,
  });
  try {
    await once(socket, "secureConnect", { signal: AbortSignal.timeout(answerWithinMs) });
    const certificate = socket.getPeerX509Certificate();
    return certificate === undefined ? "" : fingerprintOf(certificate.publicKey);
  } catch (cause) {
    throw notReached(url, asked, cause);
  } finally {
    socket.destroy();
  }
}

function notReached(
  url: string,
  { self, host }: { self: string; host: string },
  cause: unknown,
): GantryError {
  const why = cause instanceof Error && "code" in cause ? String(cause.code) : "no answer";
  return new GantryError("host_unreachable", {
    message: `${self} cannot reach ${host} at ${url} (${why}).`,
    hint: `Open that port on ${host}, or set GANTRY_PEER_ADDRESS there to the address by which ${self} reaches it. The token is still good.`,
    details: { host, url },
    cause,
  });
}
