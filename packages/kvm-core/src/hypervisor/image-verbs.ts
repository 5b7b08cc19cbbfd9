import { realpath } from "node:fs/promises";
import { bringFile, type ImageLibrary, type KeptImage, type NewImage, type Pool } from "../images/index.ts";
import { type HostServices, type OperationContext, silentContext } from "../instance/index.ts";
import { backingChain } from "../model/disk-spec.ts";
import type { Image, Pool as PoolFacts } from "../model/image.ts";
import type { InstanceTable } from "./instance-table.ts";

/** Verbs on the images of a host and the pools they lie in. How an image gets to the host is its caller's affair. */
export class ImageVerbs {
  readonly #library: ImageLibrary;
  readonly #table: InstanceTable;
  readonly #host: string;
  readonly #imageRoots: readonly string[];

  constructor(library: ImageLibrary, table: InstanceTable, { host, imageRoots }: HostServices) {
    this.#library = library;
    this.#table = table;
    this.#host = host;
    this.#imageRoots = imageRoots;
  }

  /** Most bytes that an image may have, as a file and for its guest. */
  get mostBytes(): number {
    return this.#library.mostBytes;
  }

  /** Every image, by name, with those that need it. */
  async list(): Promise<Image[]> {
    const [images, users] = await Promise.all([this.#library.list(), this.#users()]);
    return await Promise.all(images.map((image) => this.#shown(image, users)));
  }

  /** @throws GantryError `not_found`. */
  async get(name: string): Promise<Image> {
    return await this.#shown(await this.#library.get(name), await this.#users());
  }

  /** The pool of that name, or the first. @throws GantryError `not_found`. */
  pool(name?: string): Pool {
    return this.#library.pool(name);
  }

  /** Where images and disks are made, and how much room is left. */
  async pools(): Promise<PoolFacts[]> {
    return await Promise.all(
      this.#library.pools.map(async (pool) => {
        const facts = { host: this.#host, name: pool.name, path: pool.path };
        return { ...facts, ...(await pool.space().catch(() => ({}))) };
      }),
    );
  }

  /** Keeps a name for an image that is on its way in. @throws GantryError `name_taken`. */
  reserve(name: string): Promise<Disposable> {
    return this.#library.reserve(name);
  }

  /** Copies a file of this host to where an image comes in. See `bringFile`. */
  async bringFile(path: string, part: string, signal: AbortSignal): Promise<void> {
    await bringFile({ path, part, imageRoots: this.#imageRoots, signal });
  }

  /** Takes a whole file in as an image, or leaves nothing of it. See `ImageLibrary.add`. */
  async add(image: NewImage, context: OperationContext = silentContext()): Promise<Image> {
    return await this.#shown(await this.#library.add(image, context), await this.#users());
  }

  /** Removes an image. @throws GantryError `not_found`, `file_in_use` naming the instances whose disks need it. */
  async delete(name: string): Promise<void> {
    await this.#library.delete(name, async (path) => (await this.#users()).get(await realPath(path)) ?? []);
  }

  async #shown({ record, pool, path, diskBytes }: KeptImage, users: Users): Promise<Image> {
    const usedBy = users.get(await realPath(path)) ?? [];
    return { ...record, host: this.#host, pool: pool.name, path, diskBytes, usedBy: [...usedBy] };
  }

  /** Which instances have a file as a disk, or below one. */
  async #users(): Promise<Users> {
    const users = new Map<string, string[]>();
    for (const { name, stored } of this.#table.all()) {
      const files = stored.spec.disks.flatMap((disk) => [
        ...("file" in disk.source ? [disk.source.file] : []),
        ...backingChain(disk).map(({ file }) => file),
      ]);
      for (const file of new Set(await Promise.all(files.map(realPath))))
        users.set(file, [...(users.get(file) ?? []), name]);
    }
    return users;
  }
}

type Users = ReadonlyMap<string, readonly string[]>;

/** Links in a path are followed, so that two names of one file are one. */
async function realPath(path: string): Promise<string> {
  return await realpath(path).catch(() => path);
}
