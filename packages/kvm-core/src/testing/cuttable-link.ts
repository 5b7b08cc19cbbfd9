import { connect, createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";

/** A way to a port of this machine that is cut when something certain has been said over it. Disposing it cuts it too. */
export class CuttableLink implements AsyncDisposable {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #cutAt: { readonly words: string; readonly act: () => Promise<void> } | undefined;
  #isCut = false;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  /** @param to the port that it leads to. */
  static async open(to: number): Promise<CuttableLink> {
    const server = createServer({ pauseOnConnect: true });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("It listens on no port.");
    const link = new CuttableLink(server, address.port);
    server.on("connection", (near) => link.#join(near, connect(to, "127.0.0.1")));
    return link;
  }

  /**
   * Cuts the link when a request with these words in it has been answered, before the answer is heard; nobody comes
   * through any more after that.
   *
   * @param act what happens on the far side at that moment.
   */
  cutAfter(words: string, act: () => Promise<void>): void {
    this.#cutAt = { words, act };
  }

  mend(): void {
    this.#isCut = false;
    this.#cutAt = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#cut();
    const closed = once(this.#server, "close");
    this.#server.close();
    await closed;
  }

  #join(near: Socket, far: Socket): void {
    if (this.#isCut) {
      near.destroy();
      far.destroy();
      return;
    }
    let isLast = false;
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one);
      one.on("error", () => undefined);
      one.on("close", () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
    near.on("data", (data: Buffer) => {
      isLast ||= this.#cutAt !== undefined && data.includes(this.#cutAt.words);
      far.write(data);
    });
    far.on("data", (data: Buffer) => {
      if (!isLast) near.write(data);
      else void this.#cutAt?.act().finally(() => this.#cut());
      if (isLast) this.#isCut = true;
    });
    near.resume();
  }

  #cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }
}
