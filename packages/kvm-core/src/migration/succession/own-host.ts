import { once } from "node:events";
import { join } from "node:path";
import type { Instance } from "../../instance/index.ts";
import type { CheckablePeer } from "../../model/migration-peer.ts";
import { connectStream, listenForStream } from "../../qmp/index.ts";
import { checkNewProcess } from "./check-here.ts";

/** How long bytes are sent to learn what the way carries, in milliseconds. */
const probeMs = 100;
const chunk = Buffer.alloc(256 * 1024);

/** The instance's own host, asked whether a new process of it could take the guest over. */
export function ownHost(instance: Instance): CheckablePeer {
  return {
    host: instance.services.host,
    check: async (request) => ({ checks: await checkNewProcess(instance, request), copies: [] }),
    measureLink: () => measureSocket(join(instance.running.paths.dir, "probe.sock")),
  };
}

/** What a Unix socket carries through this agent, in bytes a second. */
async function measureSocket(path: string): Promise<number> {
  using _listening = await listenForStream(path, (socket) => socket.resume());
  const stream = await connectStream(path);
  try {
    const start = performance.now();
    let sent = 0;
    while (performance.now() - start < probeMs) {
      sent += chunk.length;
      if (!stream.write(chunk)) await once(stream, "drain");
    }
    return (sent / (performance.now() - start)) * 1000;
  } finally {
    stream.destroy();
  }
}
