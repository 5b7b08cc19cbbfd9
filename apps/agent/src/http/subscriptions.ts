import type { IncomingMessage } from "node:http";
import { consoleClose } from "@gantry/kvm-core/model";
import { applyWSSHandler } from "@trpc/server/adapters/ws";
import { WebSocketServer } from "ws";
import type { Caller } from "../auth/caller.ts";
import type { AgentContext } from "../procedures/context.ts";
import { agentRouter } from "../router.ts";
import type { Upgrade } from "./upgrade-router.ts";

/** Largest message a client sends here: the name of a subscription. */
const maxMessageBytes = 16 * 1024;
/** A message may come in this many pieces; each costs more memory than its bytes. */
const maxFragments = 128;

/** tRPC subscriptions over WebSockets. */
export class Subscriptions {
  readonly #server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
    maxFragments,
    maxBufferedChunks: 4 * maxFragments,
  });
  readonly #callers = new WeakMap<IncomingMessage, Caller>();
  readonly #handler;

  constructor(
    context: (caller: Caller | undefined) => AgentContext,
    onError: (error: unknown, path?: string) => void,
  ) {
    this.#handler = applyWSSHandler({
      wss: this.#server,
      router: agentRouter,
      createContext: ({ req }) => context(this.#callers.get(req)),
      keepAlive: { enabled: true, pingMs: 20_000, pongWaitMs: 10_000 },
      onError: ({ path, error }) => {
        if (error.code === "INTERNAL_SERVER_ERROR") onError(error.cause ?? error, path);
      },
    });
  }

  /** Completes the handshake of somebody who is signed in. The connection ends with their right. */
  open({ request, socket, head }: Upgrade, caller: Caller): void {
    this.#callers.set(request, caller);
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on("error", () => webSocket.terminate());
      const end = () => webSocket.close(consoleClose.ended.code, consoleClose.ended.reason);
      caller.valid.addEventListener("abort", end, { once: true });
      webSocket.on("close", () => caller.valid.removeEventListener("abort", end));
      this.#server.emit("connection", webSocket, request);
    });
  }

  /** Asks every client to come back: the agent stops. */
  closeAll(): void {
    this.#handler.broadcastReconnectNotification();
    for (const client of this.#server.clients) client.close(1001);
  }
}
