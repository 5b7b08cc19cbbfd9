import { once } from "node:events";
import { createServer } from "node:net";

/** A free port whose next one is free too: a demo of two hosts takes both. */
export async function freePortPair(): Promise<number> {
  for (;;) {
    const port = await freePort(0);
    if (port !== undefined && (await freePort(port + 1)) !== undefined) return port;
  }
}

/** Listens for a moment. Undefined when somebody else has the port. */
async function freePort(wanted: number): Promise<number | undefined> {
  if (wanted > 65_535) return undefined;
  const server = createServer();
  try {
    server.listen(wanted, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : undefined;
  } catch {
    return undefined;
  } finally {
    server.close();
  }
}
