import { once } from "node:events";
import type { Server } from "node:http";
import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import { GantryError } from "@gantry/kvm-core/model";

/** An address and port to listen on. */
export interface ListenAddress {
  readonly address: string;
  readonly port: number;
}

/** Listens and answers the port. @throws GantryError `port_in_use`, `invalid_input` */
export async function listen(server: Server, { address, port }: ListenAddress): Promise<number> {
  server.listen(port, address);
  try {
    await once(server, "listening");
  } catch (error) {
    throw cannotListen({ address, port }, error);
  }
  const bound = server.address();
  return typeof bound === "object" && bound !== null ? bound.port : port;
}

/** The addresses a browser may name when the agent listens on `address`. */
export function reachableAddresses(address: string): string[] {
  if (address !== "0.0.0.0" && address !== "::") return [address];
  return Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((entry) => entry.address));
}

/** The address of a web server. */
export function urlOf(address: string, port: number): string {
  return `http://${bracketed(address)}:${port}`;
}

function bracketed(address: string): string {
  return isIP(address) === 6 ? `[${address}]` : address;
}

function cannotListen({ address, port }: ListenAddress, cause: unknown): GantryError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  const place = `${bracketed(address)}:${port}`;
  if (code === "EADDRINUSE") {
    return new GantryError("port_in_use", {
      message: `Port ${port} on ${address} is used by another program.`,
      hint: `End that program (\`ss -ltnp 'sport = :${port}'\` names it), or choose another port with GANTRY_LISTEN=${address}:${port + 1}.`,
      details: { address, port },
      cause,
    });
  }
  return new GantryError("invalid_input", {
    message: `The agent cannot listen on ${place}: ${cause instanceof Error ? cause.message : String(cause)}.`,
    hint: "Give an address of this machine and a port above 1023 with GANTRY_LISTEN.",
    details: { address, port },
    cause,
  });
}
