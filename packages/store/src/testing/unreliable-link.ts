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
  readonly #held: (() => void)[] = [];
  #holds: (request: string) => boolean = () => false;
  #losesAnswers = false;
  #isDead = false;
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

  /** Keeps requests for later that contain `text`. Resolves once one is held. */
  hold(text: string): Promise<void> {
    this.#holds = (request) => request.includes(text);
    this.#holding = Promise.withResolvers<void>();
    this.#answered = Promise.withResolvers<void>();
    return this.#holding.promise;
  }

  /** Delivers what was held, and holds nothing more. Resolves when the server has answered something. */
  async deliver(): Promise<void> {
    this.#holds = () => false;
    for (const send of this.#held.splice(0)) send();
    await this.#answered.promise;
  }

  /** From now on requests arrive, but nobody hears the answers. */
  loseAnswers(): void {
    this.#losesAnswers = true;
  }

  /** Breaks every connection and takes no new one. */
  cut(): void {
    this.#isDead = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isDead = false;
    this.#losesAnswers = false;
  }

  #join(near: Socket, to: number): void {
    if (this.#isDead) return void near.destroy();
    const far = new Socket().connect(to, "127.0.0.1");
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => this.#sockets.delete(socket));
    }
    near.on("data", (bytes: Buffer) => {
      if (!this.#holds(bytes.toString("latin1"))) return void far.write(bytes);
      this.#held.push(() => far.write(bytes));
      this.#holding.resolve();
    });
    // The near end may go while something of it is still under way.
    far.on("data", (bytes: Buffer) => {
      if (!this.#losesAnswers) near.write(bytes);
      if (this.#held.length === 0) this.#answered.resolve();
    });
    far.on("end", () => near.end());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }
}
