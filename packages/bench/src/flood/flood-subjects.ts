import { closeSync, constants, openSync, writeSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import type { Lab } from "../lab.ts";
import { Forwarder } from "../peers/forwarder.ts";
import { AgentViewer } from "../viewers/agent-viewer.ts";
import { SocketViewer } from "../viewers/socket-viewer.ts";
import type { Viewer } from "../viewers/viewer.ts";
import { WebSocketViewer } from "../viewers/websocket-viewer.ts";

/** One way from whoever writes as a guest would, only faster, to a reader. */
export interface FloodSubject {
  readonly name: string;
  readonly viewer: Viewer;
  /** Whose processor time counts, with all it forks. */
  readonly pid: number;
  write(bytes: Uint8Array): Promise<void> | void;
}

/** The agent's whole way: the log to which QEMU appends, of a guest that stands still so that only we write. */
export async function agentFlood(lab: Lab): Promise<FloodSubject & { readonly viewer: AgentViewer }> {
  const agent = await lab.agent();
  const { spec } = await lab.guest("flood", "echo");
  await agent.calls.create(spec);
  await agent.calls.start(spec.name);
  await agent.calls.pause(spec.name);
  const [logPath = ""] = (await agent.calls.get(spec.name)).runtime?.serialLogs ?? [];
  const log = openSync(logPath, constants.O_WRONLY | constants.O_APPEND);
  lab.keep({ [Symbol.dispose]: () => closeSync(log) });
  const viewer = lab.keep(await AgentViewer.open(agent, spec.name));
  // At once, as QEMU does: a detour over threads would be the slowest part.
  const write = (bytes: Uint8Array) => void writeSync(log, bytes);
  return { name: "agent's WebSocket", viewer, pid: agent.pid, write };
}

/** A bridge in front of a Unix socket, as in front of QEMU's own. */
export async function bridgeFlood(
  lab: Lab,
  kind: "bare" | "websockify" | "socat",
): Promise<FloodSubject | undefined> {
  const path = join(lab.directory, `${kind}.sock`);
  const source = lab.keep(await FloodSocket.listen(path));
  const bridge = await Forwarder[kind](path, lab.signal);
  if (bridge === undefined) return undefined;
  lab.keep(bridge);
  const viewer = lab.keep(
    kind === "socat" ? await SocketViewer.open(bridge.port) : await WebSocketViewer.open(bridge.url),
  );
  const socket = await source.client;
  const name = { bare: "bare bridge (ws, 20 lines)", websockify: "websockify", socat: "socat, no WebSocket" };
  const write = (bytes: Uint8Array) => new Promise<void>((resolve) => socket.write(bytes, () => resolve()));
  return { name: name[kind], viewer, pid: bridge.pid, write };
}

/** Stands where QEMU's serial socket would. */
class FloodSocket implements Disposable {
  readonly #server: Server;
  readonly client: Promise<Socket>;

  private constructor(server: Server) {
    this.#server = server;
    this.client = once(server, "connection").then(([socket]: Socket[]) => {
      if (socket === undefined) throw new Error("A connection without a socket.");
      return socket;
    });
  }

  static async listen(path: string): Promise<FloodSocket> {
    const server = createServer().listen(path);
    const source = new FloodSocket(server);
    await once(server, "listening");
    return source;
  }

  [Symbol.dispose](): void {
    this.#server.close();
    void this.client.then((socket) => socket.destroy());
  }
}
