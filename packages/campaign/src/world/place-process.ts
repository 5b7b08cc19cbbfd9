import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type PlaceOrder, type WireOrder, wireReplySchema } from "./wire-order.ts";

const program = fileURLToPath(new URL("place-program.ts", import.meta.url));

/** The program in a namespace that holds its door and its wires. It ends with this process, whatever happens. */
export class PlaceProcess implements Disposable {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (connections: number) => void>();
  #lastId = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on("message", (message) => {
      const { id, connections } = wireReplySchema.parse(message);
      this.#waiting.get(id)?.(connections);
      this.#waiting.delete(id);
    });
  }

  /** @param prefix runs a command in the namespace. */
  static async start(
    [first, ...prefix]: readonly [string, ...string[]],
    order: PlaceOrder,
  ): Promise<PlaceProcess> {
    const args = [...prefix, process.execPath, program, JSON.stringify(order)];
    const child = spawn(first, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    const place = new PlaceProcess(child);
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    place.#waiting.set(0, resolve);
    child.once("exit", (code) => reject(new Error(`The program of a place ended with status ${code}.`)));
    await promise;
    return place;
  }

  /** Does something to a wire. @returns how many connections it was done to. */
  async order(what: Omit<WireOrder, "id">): Promise<number> {
    this.#lastId += 1;
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#waiting.set(this.#lastId, resolve);
    this.#child.send({ id: this.#lastId, ...what }, (error) => {
      if (error !== null) reject(error);
    });
    return await promise;
  }

  [Symbol.dispose](): void {
    this.#child.kill("SIGKILL");
  }
}
