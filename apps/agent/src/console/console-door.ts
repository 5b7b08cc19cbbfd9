import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type ConsoleClose, consoleSubprotocol, maxFrameBytes } from "@gantry/kvm-core/model";
import { WebSocketServer } from "ws";
import type { ConsoleWish } from "./leg.ts";
import type { StartAt } from "./start-at.ts";
import { type Ends, lostEnds } from "./lost-ends.ts";
import { ViewerSocket } from "./viewer-socket.ts";
import { type WatchServices, watchConsole } from "./watch-console.ts";

const maxViewers = 512;
const maxPerPerson = 64;
/** A message may come in this many pieces; each costs more memory than its bytes. */
const maxFragments = 128;
/** How often viewers are asked whether they are there. */
const askEveryMs = 10_000;
const probeAfterMs = 5000;
/** How long viewers have to hear that the agent stops. */
const goodbyeMs = 1000;

interface Visit {
  readonly wish: ConsoleWish;
  readonly ends: Ends;
}

/** Opens consoles over WebSockets and knows everyone who is at one. */
export class ConsoleDoor {
  readonly #services: WatchServices;
  readonly #onError: (error: unknown) => void;
  readonly #viewers = new Map<ViewerSocket, Visit>();
  #asking: NodeJS.Timeout | undefined;
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxFrameBytes,
    maxFragments,
    maxBufferedChunks: 4 * maxFragments,
    handleProtocols: (offered) => (offered.has(consoleSubprotocol) ? consoleSubprotocol : false),
  });

  constructor(services: WatchServices, onError: (error: unknown) => void) {
    this.#services = services;
    this.#onError = onError;
  }

  /** Whether one more viewer would be too many. */
  isFull({ caller, instance }: ConsoleWish): boolean {
    const wishes = [...this.#viewers.values()].map(({ wish }) => wish);
    const own = wishes.filter((other) => other.caller.name === caller.name && other.instance === instance);
    return wishes.length >= maxViewers || own.length >= maxPerPerson;
  }

  /** Completes the handshake and serves the viewer to its end. */
  open(
    { request, socket, head }: { request: IncomingMessage; socket: Duplex; head: Buffer },
    wish: ConsoleWish,
    startAt: StartAt,
  ): void {
    // Where nothing is under way to a viewer that has vanished without a word, the kernel finds it, by ten probes.
    request.socket.setKeepAlive(true, probeAfterMs);
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      const viewer = new ViewerSocket(webSocket);
      this.#viewers.set(viewer, { wish, ends: endsOf(request.socket) });
      this.#asking ??= setInterval(() => void this.#askAll().catch(this.#onError), askEveryMs);
      const end = () => viewer.close("ended");
      wish.caller.valid.addEventListener("abort", end, { once: true });
      void watchConsole(this.#services, wish, viewer, startAt)
        .catch((error: unknown): ConsoleClose => {
          this.#onError(error);
          return "hostAway";
        })
        .then((why) => {
          if (why !== undefined) viewer.close(why);
          wish.caller.valid.removeEventListener("abort", end);
          this.#viewers.delete(viewer);
          if (this.#viewers.size > 0) return;
          clearInterval(this.#asking);
          this.#asking = undefined;
        });
    });
  }

  /** Gives up those who vanished without a word while bytes were under way to them. Who is merely silent stays. */
  async #askAll(): Promise<void> {
    const silent = [...this.#viewers].filter(([viewer]) => !viewer.ask());
    const lost = new Set(await lostEnds(silent.map(([, { ends }]) => ends)));
    for (const [viewer, { ends }] of silent) if (lost.has(ends)) viewer.giveUp();
  }

  /** Tells everyone that the agent stops, and waits a moment until they have heard it. */
  async closeAll(): Promise<void> {
    const viewers = [...this.#viewers.keys()];
    for (const viewer of viewers) viewer.close("stopping");
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, goodbyeMs);
    await Promise.race([Promise.all(viewers.map(({ closed }) => aborted(closed))), late]);
    clearTimeout(timer);
  }
}

/** A socket forgets them when it is closed. */
function endsOf({ localAddress, localPort, remoteAddress, remotePort }: Socket): Ends {
  return { localAddress, localPort, remoteAddress, remotePort };
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}
