import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Etcd } from "./etcd.ts";
import { Host, imagesShownIn, type Make } from "./host.ts";
import { directoryOfWorld, type HostPlace, nameOfWorld, stateDiskOf } from "./names.ts";
import { Network } from "./network.ts";
import { mountInMemory, shareMountsBelow, StateDisk } from "./state-disk.ts";
import { until } from "./until.ts";

/**
 * Two hosts that have joined, each an agent in a network namespace, a cable between them, and perhaps an etcd that both
 * reach. Disposing it removes every process, namespace and file of it.
 */
export class World implements AsyncDisposable {
  readonly directory: string;
  readonly network: Network;
  readonly hosts: Readonly<Record<HostPlace, Host>>;
  readonly etcd: Etcd | undefined;
  readonly #scope: AsyncDisposableStack;

  private constructor(
    parts: Pick<World, "directory" | "network" | "hosts" | "etcd">,
    scope: AsyncDisposableStack,
  ) {
    this.directory = parts.directory;
    this.network = parts.network;
    this.hosts = parts.hosts;
    this.etcd = parts.etcd;
    this.#scope = scope;
  }

  /** @param serial tells the worlds of this process apart. */
  static async make(serial: number, make: Make): Promise<World> {
    await using scope = new AsyncDisposableStack();
    const name = nameOfWorld(serial);
    const directory = directoryOfWorld(name);
    await mkdir(join(directory, "shared"), { recursive: true, mode: 0o700 });
    await mkdir(imagesShownIn(directory));
    scope.defer(() => rm(directory, { recursive: true, force: true }));
    if (make.losesPower) scope.use(await shareMountsBelow(directory));
    const network = scope.use(await Network.make(name));
    const etcd = make.store === "etcd" ? scope.use(await Etcd.start({ directory, network })) : undefined;
    const start = async (place: HostPlace) => {
      const [state, carrier] = stateDiskOf(directory, place);
      await mkdir(state, { recursive: true, mode: 0o700 });
      const disk = make.losesPower ? scope.use(await StateDisk.mount(state, carrier)) : undefined;
      if (disk === undefined) scope.use(await mountInMemory(state));
      const store = make.store === "etcd" ? Etcd.setting(place) : "sqlite";
      return scope.use(await Host.start(place, { directory, network, make, store, disk }));
    };
    const [a, b] = await Promise.all([start("a"), start("b")]);
    await b.calls.mutate("hosts.join", { token: await a.calls.invite() });
    const world = new World({ directory, network, hosts: { a, b }, etcd }, scope.move());
    await world.untilJoined();
    return world;
  }

  /** Returns once each host answers the other. */
  async untilJoined(): Promise<void> {
    for (const host of [this.hosts.a, this.hosts.b])
      await until(`${host.name} sees both hosts`, async () =>
        (await host.calls.hostsOnline().catch(() => [])).length === 2 ? true : undefined,
      );
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#scope.disposeAsync();
  }
}
