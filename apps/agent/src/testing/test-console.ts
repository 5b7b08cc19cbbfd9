import { type DownControl, downControlSchema } from "@gantry/kvm-core/model";
import { WebSocket } from "ws";
import { until } from "./until.ts";

/** A viewer of a console that keeps everything it gets. */
export class TestConsole implements AsyncDisposable {
  readonly socket: WebSocket;
  readonly controls: DownControl[] = [];
  readonly #chunks: Buffer[] = [];
  closed: { code: number; reason: string } | undefined;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("message", (data: Buffer, isBinary) => {
      if (isBinary) this.#chunks.push(data);
      else this.controls.push(downControlSchema.parse(JSON.parse(data.toString())));
    });
    socket.on("close", (code, reason) => (this.closed = { code, reason: reason.toString() }));
    socket.on("error", () => undefined);
  }

  /** Connects and waits for the greeting. */
  static async open(
    url: string,
    options: { protocols?: string[]; headers?: Record<string, string> },
  ): Promise<TestConsole> {
    const protocols = options.protocols ?? ["gantry.console.v1"];
    const viewer = new TestConsole(new WebSocket(url, protocols, { headers: options.headers ?? {} }));
    await until("the console greets", () => viewer.controls[0] ?? viewer.closed);
    return viewer;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  get text(): string {
    return this.bytes.toString("latin1");
  }

  type(text: string): void {
    this.socket.send(Buffer.from(text));
  }

  control(control: object): void {
    this.socket.send(JSON.stringify(control));
  }

  last<Type extends DownControl["type"]>(type: Type): Extract<DownControl, { type: Type }> | undefined {
    return this.controls.findLast(
      (control): control is Extract<DownControl, { type: Type }> => control.type === type,
    );
  }

  /** The number of the first byte, as the greeting said it. */
  get first(): number {
    return this.last("hello")?.seq ?? Number.NaN;
  }

  async untilText(part: string): Promise<void> {
    await until(`the console shows ${JSON.stringify(part)}`, () => this.text.includes(part) || undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.terminate();
    await until("the socket is closed", () => this.closed);
  }
}
