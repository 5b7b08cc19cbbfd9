import { GuestDisk } from "./guest-disk.ts";
import { bootSectorOf, type GuestKind, isCopied } from "./guest-kind.ts";
import { lastNumber } from "./verdict/count.ts";
import { heardOf } from "./verdict/echo.ts";
import type { HostPlace } from "./world/names.ts";
import { qemusOf } from "./world/processes.ts";
import { until, within } from "./world/until.ts";
import type { World } from "./world/world.ts";

const patience = { withinMs: 30_000, everyMs: 100 };
/** Typed to a guest that echoes, before it is moved, and afterwards. */
export const before = "before ";
/** See {@link before}. */
export const after = "after";

/** The guest of one run. It ends with its world, if it is not removed before. */
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
      : await GuestDisk.makeShared(world, name, bootSectorOf(kind));
    const { calls } = world.hosts[on];
    const spec = {
      name,
      memoryMiB: 16,
      disks: [{ name: "root", source: { file: disk.path }, format: "raw" }],
    };
    await calls.perform("instances.create", { spec, start: true });
    if (kind === "post-copy") {
      await until(`${name} has booted`, async () => heardOf(await calls.console(name)));
      await calls.type(name, before);
      await until(`${name} echoes`, async () => heardOf(await calls.console(name)) === before || undefined);
    } else await until(`${name} counts`, async () => lastNumber(await calls.console(name)));
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

  /**
   * Types something to a guest that echoes, and waits for the answer.
   *
   * @returns what its console has of all that was typed since it booted, or why nothing can be typed.
   */
  async echo(on: HostPlace, awaited: string): Promise<string> {
    const { calls } = this.#world.hosts[on];
    let heard = "";
    try {
      await within(patience, () =>
        calls.type(this.uuid, after).then(
          () => true,
          () => undefined,
        ),
      );
      await within(patience, async () => {
        heard = heardOf(await calls.console(this.uuid).catch(() => "")) ?? "";
        return heard === awaited || undefined;
      });
      return heard;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** Starts one whose memory was lost from its disk. @returns why it does not start. */
  async startAnew(on: HostPlace): Promise<string | undefined> {
    const { calls } = this.#world.hosts[on];
    try {
      await calls.perform("instances.start", { instance: this.uuid });
      // Until then the log may still be that of its last boot, in which something was typed.
      const isBooted = async () => heardOf(await calls.console(this.uuid)) === "" || undefined;
      await until(`${this.name} boots again`, isBooted, patience);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** Ends what runs of it on a host by force, waits until nothing is left anywhere, and starts it anew. @returns why not. */
  async free(on: HostPlace): Promise<string | undefined> {
    try {
      await this.#world.hosts[on].calls.perform("instances.stop", { instance: this.uuid, force: true });
      const isOff = async () => (await qemusOf(this.#world, this.uuid)).length === 0 || undefined;
      await until("no QEMU of it is left", isOff, { withinMs: 60_000, everyMs: 200 });
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    return await this.startAnew(on);
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
