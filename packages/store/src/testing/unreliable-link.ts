import { once } from "node:events";
import { createServer, type Server, Socket } from "node:net";
import * as z from "zod";

/**
 * A link to a server on loopback that a test can make late, deaf or dead. What was held arrives when it is let go, also
 * when whoever sent it has gone meanwhile: so do packets.
 */
export class UnreliableLink implements AsyncDisposable {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #nears = new Set<Socket>();
  readonly #held: (() => void)[] = [];
  #holds: (request: string) => boolean = () => false;
  #loses: (request: string) => boolean = () => false;
  #losing = Promise.withResolvers<void>();
  /** Whether it is cut. */
  isDead = false;
  #holding = Promise.withResolvers<void>();
  #answered = Promise.withResolvers<void>();

  private constructor(server: Server, port: number, to: number) {
    this.#server = server;
    this.port = port;
    server.on("connection", (near) => this.#join(near, to));
  }

  static async open(to: number): Promise<UnreliableLink> {
    const server = createServer({ allowHalfOpen: true }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = z.object({ port: z.int() }).parse(server.address());
    return new UnreliableLink(server, port, to);
  }

  /** Keeps the next request for later that contains `text`. Resolves once it is held. */
  hold(text: string): Promise<void> {
    this.#holds = (request) => request.includes(text);
    this.#holding = Promise.withResolvers<void>();
    this.#answered = Promise.withResolvers<void>();
    return this.#holding.promise;
  }

  /** Delivers what was held. Resolves when the server has answered something. */
  async deliver(): Promise<void> {
    for (const send of this.#held.splice(0)) send();
    await this.#answered.promise;
  }

  /** The next request that contains `text` arrives, but the connection breaks before the answer. Resolves then. */
  loseAnswer(text: string): Promise<void> {
    this.#loses = (request) => request.includes(text);
    this.#losing = Promise.withResolvers<void>();
    return this.#losing.promise;
  }

  /** Breaks every connection and takes no new one. What was held is still under way. */
  cut(): void {
    this.isDead = true;
    for (const near of this.#nears) near.destroy();
  }

  mend(): void {
    this.isDead = false;
  }

  #join(near: Socket, to: number): void {
    if (this.isDead) return void near.destroy();
    const far = new Socket().connect(to, "127.0.0.1");
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => this.#sockets.delete(socket));
    }
    this.#nears.add(near);
    near.on("close", () => this.#nears.delete(near));
    let isDeaf = false;
    near.on("data", (bytes: Buffer) => {
      const request = bytes.toString("latin1");
      if (this.#loses(request)) {
        isDeaf = true;
        this.#loses = () => false;
      }
      if (!this.#holds(request)) return void far.write(bytes);
      this.#holds = () => false;
      this.#held.push(() => far.write(bytes));
      this.#holding.resolve();
    });
    far.on("data", (bytes: Buffer) => {
      if (isDeaf) {
        near.destroy();
        this.#losing.resolve();
      } else near.write(bytes);
      if (this.#held.length === 0) this.#answered.resolve();
    });
    // The near end may go while something of it is still under way; without the far end it is of no use.
    far.on("close", () => near.destroy());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }
}
