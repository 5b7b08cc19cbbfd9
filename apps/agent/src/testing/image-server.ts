import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** One request for the image: its headers, and how many bytes it was given. */
export interface ServedRequest {
  readonly path: string;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
}

/** A web server on loopback with one image that knows ranges, and whose connections can be cut. */
export class ImageServer implements AsyncDisposable {
  readonly requests: ServedRequest[] = [];
  /** Further pages: what to answer to a path. */
  readonly pages = new Map<string, (answer: ServerResponse) => void>();
  image: Buffer;
  etag = '"one"';
  /** Bytes after which each of the next connections is cut. */
  cuts: number[] = [];
  readonly #server: Server;

  private constructor(image: Buffer) {
    this.image = image;
    this.#server = createServer((request, answer) => this.#answer(request, answer));
  }

  static async start(image: Buffer): Promise<ImageServer> {
    const server = new ImageServer(image);
    server.#server.listen(0, "127.0.0.1");
    await once(server.#server, "listening");
    return server;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  #answer({ url = "", headers }: IncomingMessage, answer: ServerResponse): void {
    const ifRange = typeof headers["if-range"] === "string" ? headers["if-range"] : undefined;
    this.requests.push({ path: url, range: headers.range, ifRange });
    const page = this.pages.get(url);
    if (page !== undefined) return page(answer);
    const wanted = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
    const start = ifRange === this.etag ? wanted : 0;
    const rest = this.image.subarray(start);
    answer.writeHead(start > 0 ? 206 : 200, {
      etag: this.etag,
      "content-length": rest.length,
      ...(start > 0 && { "content-range": `bytes ${start}-${this.image.length - 1}/${this.image.length}` }),
    });
    const cut = this.cuts.shift();
    if (cut === undefined) answer.end(rest);
    else answer.write(rest.subarray(0, cut), () => answer.destroy());
  }
}
