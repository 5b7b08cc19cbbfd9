import { type HostPlace, type Place, places } from "./names.ts";
import { run } from "./run.ts";

/** Addresses exist inside the namespaces only. */
export const addresses = { a: "10.77.0.1", b: "10.77.0.2" } as const;
/** Where each host finds etcd: a cable of its own, so that the hosts can be cut off from each other and still reach it. */
export const etcdAddresses = { a: "10.77.1.254", b: "10.77.2.254" } as const;
const ownOnEtcdCable = { a: "10.77.1.1", b: "10.77.2.1" } as const;
/** No card has this address: what is sent to it is lost without a word. */
const nobody = "02:00:00:00:00:99";

/** Three network namespaces joined by cables that can be pulled. Disposing it removes them with every process in them. */
export class Network implements AsyncDisposable {
  readonly #world: string;

  private constructor(world: string) {
    this.#world = world;
  }

  /** Takes root. */
  static async make(world: string): Promise<Network> {
    const network = new Network(world);
    await using undo = new AsyncDisposableStack();
    undo.use(network);
    for (const place of places) {
      await run("ip", "netns", "add", network.namespace(place));
      await network.#ip(place, "link", "set", "lo", "up");
    }
    const hosts = { here: "a", there: "b", name: "peer" } as const;
    await network.#cable(hosts, [addresses.a, addresses.b]);
    for (const place of ["a", "b"] as const)
      await network.#cable({ here: place, there: "etcd", name: `etcd-${place}` }, [
        ownOnEtcdCable[place],
        etcdAddresses[place],
      ]);
    undo.move();
    return network;
  }

  namespace(place: Place): string {
    return `${this.#world}-${place}`;
  }

  /** What to put before a command, so that it runs there. */
  prefix(place: Place): readonly [string, ...string[]] {
    return ["ip", "netns", "exec", this.namespace(place)];
  }

  /** Pulls the cable between the hosts: the network cards notice. @returns plugs it in again. */
  async cut(): Promise<() => Promise<void>> {
    await this.#ip("a", "link", "set", "peer", "down");
    return () => this.#ip("a", "link", "set", "peer", "up");
  }

  /** Whatever one host sends to the other is lost and nobody notices. @returns ends that. */
  async drop(from: readonly HostPlace[]): Promise<() => Promise<void>> {
    const neighbour = (place: HostPlace) => addresses[place === "a" ? "b" : "a"];
    const device = ["dev", "peer"];
    for (const place of from)
      await this.#ip(
        place,
        ...["neigh", "replace", neighbour(place), "lladdr", nobody, "nud", "permanent"],
        ...device,
      );
    return async () => {
      for (const place of from) await this.#ip(place, "neigh", "del", neighbour(place), ...device);
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const place of places) await removeNamespace(this.namespace(place));
  }

  async #cable(
    { here, there, name }: { readonly here: Place; readonly there: Place; readonly name: string },
    [one, other]: readonly [string, string],
  ): Promise<void> {
    const peer = ["peer", "name", name, "netns", this.namespace(there)];
    await this.#ip(here, "link", "add", name, "type", "veth", ...peer);
    await this.#ip(here, "addr", "add", `${one}/24`, "dev", name);
    await this.#ip(there, "addr", "add", `${other}/24`, "dev", name);
    await this.#ip(here, "link", "set", name, "up");
    await this.#ip(there, "link", "set", name, "up");
  }

  async #ip(place: Place, ...args: readonly string[]): Promise<void> {
    await run("ip", "-n", this.namespace(place), ...args);
  }
}

/** Ends every process in a namespace, and the namespace. One that is not there is no fault. */
export async function removeNamespace(name: string): Promise<void> {
  const pids = await run("ip", "netns", "pids", name).catch(() => undefined);
  if (pids === undefined) return;
  for (const pid of pids.split("\n").filter((line) => line !== "")) {
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch {
      // It ended by itself meanwhile.
    }
  }
  await run("ip", "netns", "del", name);
}
