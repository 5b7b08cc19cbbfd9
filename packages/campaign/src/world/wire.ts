import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import type { PlaceOrder, WireOrder } from "./wire-order.ts";

type Direction = "in" | "out";

const endsAfterMs = 200;

/** One direction of one connection. Bytes pass as they come, unless they are held or spoilt. */
class Pump {
  readonly #from: Socket;
  readonly #to: Socket;
  #isHeld = false;
  #wasHeld = false;
  readonly #isToHold: (chunk: Buffer) => boolean;
  #spoilNext = false;
  bytes = 0;

  /** @param isToHold asked of all that comes: whether it is where the connection stops. */
  constructor(from: Socket, to: Socket, isToHold: (chunk: Buffer) => boolean = () => false) {
    this.#from = from;
    this.#to = to;
    this.#isToHold = isToHold;
    from.on("data", (chunk: Buffer) => this.#pass(chunk));
    from.on("end", () => this.#later(() => to.end()));
    from.on("close", () => this.#later(() => to.destroy()));
    // The connection that broke is closed next, which is all that matters here.
    from.on("error", () => undefined);
    to.on("drain", () => this.#flow());
  }

  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    this.#wasHeld ||= isHeld;
    if (isHeld) this.#from.pause();
    else this.#flow();
  }

  spoil(): void {
    this.#spoilNext = true;
  }

  halfClose(): void {
    this.#to.end();
  }

  reset(): void {
    this.#to.resetAndDestroy();
    this.#from.resetAndDestroy();
  }

  /** The end of a connection that was held comes after what was held, so that a service has taken that up. */
  #later(act: () => void): void {
    if (this.#wasHeld) setTimeout(act, endsAfterMs);
    else act();
  }

  #pass(chunk: Buffer): void {
    if (this.#isToHold(chunk)) {
      this.hold(true);
      this.#from.unshift(chunk);
      return;
    }
    this.bytes += chunk.length;
    const middle = chunk.length >> 1;
    if (this.#spoilNext) chunk[middle] = (chunk[middle] ?? 0) ^ 1;
    this.#spoilNext = false;
    if (!this.#to.writable) return;
    if (!this.#to.write(chunk)) this.#from.pause();
  }

  #flow(): void {
    if (!this.#isHeld) this.#from.resume();
  }
}

type Connection = Readonly<Record<Direction, Pump>>;

/** What stands before a service: everything passes through it, until it is told to do harm. */
export class Wire {
  readonly #connections = new Set<Connection>();
  readonly #server: Server;
  readonly #heldForAll = new Set<Direction>();
  #holdsNextChange = false;

  constructor({ listen, to }: Omit<PlaceOrder["wires"][number], "name">) {
    this.#server = createServer({ allowHalfOpen: true }, (from) => this.#join(from, to));
    this.#server.listen(listen.port, listen.address);
  }

  async ready(): Promise<void> {
    if (!this.#server.listening) await once(this.#server, "listening");
  }

  /** @returns how many connections it was done to. */
  obey({ act, direction, which }: Pick<WireOrder, "act" | "direction" | "which">): number {
    if (act === "hold the next change") {
      this.#holdsNextChange = true;
      return 0;
    }
    const directions: Direction[] = direction === "both" ? ["in", "out"] : [direction];
    const chosen = act === "release" ? [...this.#connections] : this.#choose(which);
    for (const one of directions) {
      if (act === "hold" && which !== "stream") this.#heldForAll.add(one);
      if (act === "release") this.#heldForAll.delete(one);
      for (const connection of chosen) harm[act](connection[one]);
    }
    return chosen.length;
  }

  #choose(which: WireOrder["which"]): Connection[] {
    const all = [...this.#connections].toSorted((one, other) => other.in.bytes - one.in.bytes);
    if (which === "all") return all;
    return which === "stream" ? all.slice(0, 1) : all.slice(1);
  }

  #join(from: Socket, { address, port }: { readonly address: string; readonly port: number }): void {
    const to = connect({ host: address, port, allowHalfOpen: true });
    for (const socket of [from, to]) socket.setNoDelay(true);
    const isToHold = (chunk: Buffer) => {
      if (!this.#holdsNextChange || !chunk.includes("POST /v3/kv/txn")) return false;
      this.#holdsNextChange = false;
      return true;
    };
    const connection = { in: new Pump(from, to, isToHold), out: new Pump(to, from) };
    this.#connections.add(connection);
    from.once("close", () => this.#connections.delete(connection));
    for (const direction of this.#heldForAll) connection[direction].hold(true);
  }
}

const harm: Readonly<Record<Exclude<WireOrder["act"], "hold the next change">, (pump: Pump) => void>> = {
  hold: (pump) => pump.hold(true),
  release: (pump) => pump.hold(false),
  reset: (pump) => pump.reset(),
  "half-close": (pump) => pump.halfClose(),
  corrupt: (pump) => pump.spoil(),
};
