import { once } from "node:events";
import { mkdtempDisposable } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { GuestAgent } from "../guest-agent.ts";

const requestSchema = z.object({
  execute: z.string(),
  arguments: z.object({ id: z.number().optional() }).optional(),
  id: z.number().optional(),
});

/** What a guest does with one request besides the synchronisation: anything at all, on a real socket. */
export type Behaviour = (socket: Socket, request: z.output<typeof requestSchema>) => void;

/** A hostile or well-behaved guest at the other end of a channel, for what a real agent would never do. */
export class PlayedGuest implements AsyncDisposable {
  readonly agent: GuestAgent;
  /** Told of every connection before anything is read from it. */
  connected: (socket: Socket) => void = () => undefined;
  /** How it answers a synchronisation. */
  synchronise: (socket: Socket, token: number) => void = answerSync;
  behave: Behaviour = () => undefined;
  readonly #scope: AsyncDisposableStack;

  private constructor(path: string, scope: AsyncDisposableStack) {
    this.agent = scope.use(new GuestAgent(path));
    this.#scope = scope;
  }

  static async open(): Promise<PlayedGuest> {
    await using scope = new AsyncDisposableStack();
    const { path: directory } = scope.use(await mkdtempDisposable(join(tmpdir(), "gantry-agent-")));
    const path = join(directory, "agent.sock");
    const server = createServer();
    const sockets = new Set<Socket>();
    scope.defer(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    server.listen(path);
    await once(server, "listening");
    const guest = new PlayedGuest(path, scope.move());
    server.on("connection", (socket) => {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
      guest.connected(socket);
      guest.#listen(socket);
    });
    return guest;
  }

  #listen(socket: Socket): void {
    let text = "";
    socket.on("data", (packet) => {
      text += packet.toString("latin1").replaceAll("\xff", "");
      for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n")) {
        const request = requestSchema.parse(JSON.parse(text.slice(0, end)));
        text = text.slice(end + 1);
        if (request.execute === "guest-sync-delimited") this.synchronise(socket, request.arguments?.id ?? 0);
        else this.behave(socket, request);
      }
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#scope.disposeAsync();
  }
}

/** As a real agent does. */
export function answerSync(socket: Socket, token: number): void {
  socket.write(Buffer.concat([Buffer.of(0xff), Buffer.from(`{"return": ${token}}\n`)]));
}
