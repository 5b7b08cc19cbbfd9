import { GuestDisk } from "./guest-disk.ts";
import { type GuestKind, isCopied } from "./guest-kind.ts";
import { lastNumber } from "./verdict/count.ts";
import type { HostPlace } from "./world/names.ts";
import { until } from "./world/until.ts";
import type { World } from "./world/world.ts";

/** The counter guest of one run. It ends with its world, if it is not removed before. */
export class Guest {
  readonly name: string;
  readonly uuid: string;
  readonly disk: GuestDisk;
  readonly #world: World;

  private constructor(world: World, parts: Pick<Guest, "name" | "uuid" | "disk">) {
    this.#world = world;
    this.name = parts.name;
    this.uuid = parts.uuid;
    this.disk = parts.disk;
  }

  /** Creates and starts it, and returns once it counts; one that is to be paused is, then. */
  static async start(
    world: World,
    { name, on, kind }: { readonly name: string; readonly on: HostPlace; readonly kind: GuestKind },
  ): Promise<Guest> {
    const disk = isCopied(kind)
      ? await GuestDisk.makeOwn(world, name, on)
      : await GuestDisk.makeShared(world, name);
    const { calls } = world.hosts[on];
    const spec = {
      name,
      memoryMiB: 16,
      disks: [{ name: "root", source: { file: disk.path }, format: "raw" }],
    };
    await calls.perform("instances.create", { spec, start: true });
    await until(`${name} counts`, async () => lastNumber(await calls.console(name)));
    if (kind === "paused") await calls.mutate("instances.pause", { instance: name });
    const row = (await calls.instances()).find((instance) => instance.name === name);
    if (row === undefined) throw new Error(`${name} was started and is not listed.`);
    return new Guest(world, { name, uuid: row.uuid, disk });
  }

  /** Lets one that is paused go on, and returns once it counts on. @returns why it does not. */
  async goOn(on: HostPlace): Promise<string | undefined> {
    const { calls } = this.#world.hosts[on];
    const before = lastNumber(await calls.console(this.name));
    try {
      await calls.mutate("instances.resume", { instance: this.uuid });
      await until(`${this.name} counts on`, async () =>
        lastNumber(await calls.console(this.name)) === before ? undefined : true,
      );
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** Stops and deletes it wherever it is. */
  async remove(): Promise<void> {
    const { hosts } = this.#world;
    for (const { calls, name } of [hosts.a, hosts.b]) {
      const row = (await calls.instances()).find(({ uuid, host }) => uuid === this.uuid && host === name);
      if (row === undefined) continue;
      const instance = this.uuid;
      if (row.state === "running" || row.state === "paused")
        await calls.perform("instances.stop", { instance, force: true });
      await calls.perform("instances.delete", { instance });
    }
    await this.disk.remove();
  }
}
