import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/** Below the ports that the kernel hands out for connections: nobody takes one between our look and the demo's. */
const [lowest, highest] = [20_000, 30_000];

/** A free port whose next one is free too: a demo of two hosts takes both. */
export async function freePortPair(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest);
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
}

/** Listens for a moment. */
async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
