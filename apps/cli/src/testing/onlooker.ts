import { consoleSubprotocol, type DownControl, downControlSchema } from "@gantry/kvm-core/model";
import WebSocket, { type RawData } from "ws";
import { readFile } from "node:fs/promises";
import type { RealAgent } from "./real-agent.ts";
import { until } from "./until.ts";

/** Another viewer of the same console, who keeps everything. */
export class Onlooker implements Disposable {
  readonly #socket: WebSocket;
  readonly controls: DownControl[] = [];
  bytes = 0;
  text = "";
  /** What came since a boot began; undefined before one did. */
  bootText: string | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data: RawData, isBinary) => {
      const bytes = Buffer.isBuffer(data) ? data : Buffer.alloc(0);
      if (isBinary) {
        this.bytes += bytes.length;
        this.text = (this.text + bytes.toString("latin1")).slice(-100_000);
        if (this.bootText !== undefined) this.bootText += bytes.toString("latin1");
      } else this.#hear(downControlSchema.parse(JSON.parse(bytes.toString())));
    });
    socket.on("error", () => undefined);
  }

  /** One who may write has the keyboard: whoever left just before may have it a moment longer. */
  static async open(agent: RealAgent, instance: string, mode: "read" | "write"): Promise<Onlooker> {
    const token = (await readFile(agent.options.at(-1) ?? "", "utf8")).trim();
    const url = `${agent.url.replace("http", "ws")}/console/${instance}?mode=${mode}`;
    const headers = { authorization: `Bearer ${token}` };
    const onlooker = new Onlooker(new WebSocket(url, consoleSubprotocol, { headers }));
    const seat = await until("the onlooker is greeted", () => onlooker.last("seat"));
    if (mode === "write" && !seat.mine) await onlooker.#waitForKeyboard();
    return onlooker;
  }

  async #waitForKeyboard(): Promise<void> {
    this.#socket.send(JSON.stringify({ type: "seat", action: "request" }));
    await until("the onlooker has the keyboard", () => this.last("seat")?.mine);
  }

  #hear(control: DownControl): void {
    this.controls.push(control);
    if (control.type === "boot") this.bootText = "";
  }

  type(keys: string): void {
    this.#socket.send(Buffer.from(keys));
  }

  last<Type extends DownControl["type"]>(type: Type): Extract<DownControl, { type: Type }> | undefined {
    return this.controls.findLast(
      (control): control is Extract<DownControl, { type: Type }> => control.type === type,
    );
  }

  [Symbol.dispose](): void {
    this.#socket.terminate();
  }
}
