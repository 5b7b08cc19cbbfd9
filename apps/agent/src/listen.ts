import { once } from "node:events";
import type { Server } from "node:net";
import { GantryError } from "@gantry/kvm-core/model";
import { authorityOf, type ListenAddress } from "./addresses.ts";

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

function cannotListen({ address, port }: ListenAddress, cause: unknown): GantryError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  const place = authorityOf(address, port);
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
