import { once } from "node:events";
import { createServer } from "node:net";

/** Whether a TCP port of loopback can be listened on now. A moment later it may be otherwise. */
export async function isPortFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    const listening = once(server, "listening");
    server.listen({ port, host: "127.0.0.1", exclusive: true });
    await listening;
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
