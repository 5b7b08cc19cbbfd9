import { copyFile, mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { directoryOfWorld, nameOfWorld, stateDiskOf } from "./names.ts";
import { run } from "./run.ts";

/** Plenty for an agent with one guest, and filled in no time. */
const mebibytes = 48;
/** What nobody has asked to be on disk stays in memory for longer than a run takes, seconds. */
const commitEvery = 600;

/**
 * The disk of a host's state directory: a small ext4 on a loop device, whose image lies in memory. What the image has is
 * what a loss of power leaves.
 */
export class StateDisk implements AsyncDisposable {
  readonly #directory: string;
  readonly #below: string;
  #count = 0;

  private constructor(directory: string, below: string) {
    this.#directory = directory;
    this.#below = below;
  }

  /**
   * @param directory where it is mounted. @param below where its image lies.
   * Takes root and a free loop device.
   */
  static async mount(directory: string, below: string): Promise<StateDisk> {
    const disk = new StateDisk(directory, below);
    await using undo = new AsyncDisposableStack();
    undo.use(disk);
    await mkdir(below, { recursive: true });
    await run("mount", "-t", "tmpfs", "-o", `size=${4 * mebibytes}m,mode=700`, "gantry-campaign", below);
    const image = disk.#image(disk.#count);
    await using file = await open(image, "w");
    await file.truncate(mebibytes * 1024 * 1024);
    await run("mkfs.ext4", "-q", "-F", "-m", "0", image);
    await disk.#mount(image);
    undo.move();
    return disk;
  }

  /** The power goes: what was not on disk yet is lost. Nobody may have files of it open who will write to them. */
  async losePower(): Promise<void> {
    const before = this.#image(this.#count);
    this.#count += 1;
    const after = this.#image(this.#count);
    await copyFile(before, after);
    await run("umount", "--lazy", this.#directory);
    await rm(before);
    await this.#mount(after);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await unmountStateDisk(this.#directory, this.#below);
  }

  #image(count: number): string {
    return join(this.#below, `${count}.ext4`);
  }

  async #mount(image: string): Promise<void> {
    await run("mount", "-t", "ext4", "-o", `loop,commit=${commitEvery}`, image, this.#directory);
  }
}

/** Whether the machine has what {@link StateDisk} takes. */
export async function canLosePower(): Promise<boolean> {
  const probe = directoryOfWorld(nameOfWorld(0));
  const [state, carrier] = stateDiskOf(probe, "a");
  try {
    await mkdir(state, { recursive: true });
    await using _disk = await StateDisk.mount(state, carrier);
    return true;
  } catch {
    return false;
  } finally {
    await rm(probe, { recursive: true, force: true });
  }
}

/**
 * What is unmounted below a directory is gone for everybody: `ip netns exec` gives each program mounts of its own, and a disk
 * that has lost its power would live on in those.
 */
export async function shareMountsBelow(directory: string): Promise<AsyncDisposable> {
  await run("mount", "--bind", directory, directory);
  await run("mount", "--make-shared", directory);
  return { [Symbol.asyncDispose]: () => unmountStateDisk(directory) };
}

/** A disk in memory, for machines without loop devices. It loses nothing with the power. */
export async function mountInMemory(directory: string): Promise<AsyncDisposable> {
  await run("mount", "-t", "tmpfs", "-o", `size=${mebibytes}m,mode=700`, "gantry-campaign", directory);
  return { [Symbol.asyncDispose]: () => unmountStateDisk(directory) };
}

/** Also while somebody still has files of it open. What is not mounted is no fault. */
export async function unmountStateDisk(...directories: readonly string[]): Promise<void> {
  for (const directory of directories) await run("umount", "--lazy", directory).catch(() => undefined);
}

/** Leaves no byte free. @returns gives the space back. */
export async function fillDisk(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, "filler");
  await using file = await open(path, "w");
  // The last write finds less room than it has bytes.
  for (const bytes of [1_048_576, 4096]) {
    const block = Buffer.alloc(bytes);
    for (let isFull = false; !isFull; ) {
      const { bytesWritten } = await file.write(block).catch(() => ({ bytesWritten: 0 }));
      isFull = bytesWritten < bytes;
    }
  }
  return () => rm(path, { force: true });
}
