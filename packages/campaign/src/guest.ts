import { rm } from "node:fs/promises";
import { join } from "node:path";
import { writeBootSectorDisk } from "@gantry/demo-guest";
import { lastNumber } from "./verdict/count.ts";
import type { HostPlace } from "./world/names.ts";
import { until } from "./world/until.ts";
import type { World } from "./world/world.ts";

/** The counter guest of one run, on a disk that both hosts see. It ends with its world, if it is not removed before. */
export class Guest {
  readonly name: string;
  readonly uuid: string;
  readonly disk: string;
  readonly #world: World;

  private constructor(world: World, parts: Pick<Guest, "name" | "uuid" | "disk">) {
    this.#world = world;
    this.name = parts.name;
    this.uuid = parts.uuid;
    this.disk = parts.disk;
  }

  /** Creates and starts it, and returns once it counts. */
  static async start(
    world: World,
    { name, on }: { readonly name: string; readonly on: HostPlace },
  ): Promise<Guest> {
    const disk = join(world.directory, "shared", `${name}.raw`);
    await writeBootSectorDisk(disk, "counter");
    const { calls } = world.hosts[on];
    const spec = { name, memoryMiB: 16, disks: [{ name: "root", source: { file: disk }, format: "raw" }] };
    await calls.perform("instances.create", { spec, start: true });
    await until(`${name} counts`, async () => lastNumber(await calls.console(name)));
    const row = (await calls.instances()).find((instance) => instance.name === name);
    if (row === undefined) throw new Error(`${name} was started and is not listed.`);
    return new Guest(world, { name, uuid: row.uuid, disk });
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
    await rm(this.disk, { force: true });
  }
}
