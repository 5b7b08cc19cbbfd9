import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Calls } from "./calls.ts";
import { HostClock } from "./host-clock.ts";
import type { HostPlace } from "./names.ts";
import { addresses, type Network } from "./network.ts";
import { PlaceProcess } from "./place-process.ts";
import { killQemusBelow } from "./processes.ts";
import { Program } from "./program.ts";
import type { StateDisk } from "./state-disk.ts";
import { until } from "./until.ts";

const apiPort = 7400;
const peerPort = 7401;
/** Where the other host calls: the wire before the agent's own door for peers. */
const wirePort = 7402;

/** What the agents of a world are made of. */
export interface Make {
  /** The agent's program. */
  readonly agent: string;
  /** `sqlite`, or each host's address of etcd. */
  readonly store: "sqlite" | "etcd";
  /** Whether the state lies on disks that lose what was not written to them: see {@link StateDisk}. */
  readonly losesPower: boolean;
  /** By which each host has a clock of its own, as `clockLibrary` finds it; absent: that of the machine. */
  readonly clocks?: string | undefined;
  /** Further settings of both agents. */
  readonly env: Readonly<Record<string, string>>;
}

/** What a host sees that its neighbour does not: another boot, and a directory of images of its own under the same path. */
const ownView =
  'mount --bind "$1" /proc/sys/kernel/random/boot_id && mount --bind "$2" "$3" && shift 3 && exec "$@"';

/** One host: an agent in a network namespace, with directories of its own. Disposing it kills the agent. */
export class Host implements AsyncDisposable {
  readonly place: HostPlace;
  readonly name: string;
  readonly stateDir: string;
  readonly runDir: string;
  readonly agent: Program;
  readonly wire: PlaceProcess;
  readonly calls: Calls;
  /** Where the images lie that the other host does not see. */
  readonly images: string;
  /** Undefined where it is that of the machine. */
  readonly clock: HostClock | undefined;
  readonly #bootIdFile: string;
  readonly #disk: StateDisk | undefined;

  private constructor(
    place: HostPlace,
    parts: Pick<Host, "agent" | "wire" | "calls" | "stateDir" | "runDir" | "images" | "clock"> & {
      readonly bootIdFile: string;
      readonly disk: StateDisk | undefined;
    },
  ) {
    this.place = place;
    this.name = `host-${place}`;
    this.stateDir = parts.stateDir;
    this.runDir = parts.runDir;
    this.agent = parts.agent;
    this.wire = parts.wire;
    this.calls = parts.calls;
    this.images = parts.images;
    this.clock = parts.clock;
    this.#bootIdFile = parts.bootIdFile;
    this.#disk = parts.disk;
  }

  /** @param store as a setting of the agent. */
  static async start(
    place: HostPlace,
    how: {
      readonly directory: string;
      readonly network: Network;
      readonly make: Make;
      readonly store: string;
      readonly disk: StateDisk | undefined;
    },
  ): Promise<Host> {
    const { network, make, store } = how;
    const below = join(how.directory, place);
    const directories = {
      stateDir: join(below, "state"),
      runDir: join(below, "run"),
      logDir: join(below, "log"),
    };
    const door = join(below, "door");
    const address = addresses[place];
    const wire = await PlaceProcess.start(network.prefix(place), {
      door: { path: door, port: apiPort },
      wires: [{ name: "peer", listen: { address, port: wirePort }, to: { address, port: peerPort } }],
    });
    const [first, ...prefix] = network.prefix(place);
    const clock =
      make.clocks === undefined ? undefined : await HostClock.make(join(below, "clock"), make.clocks);
    const env = {
      GANTRY_CONFIG: "/dev/null",
      GANTRY_HOST_NAME: `host-${place}`,
      GANTRY_LISTEN: `127.0.0.1:${apiPort}`,
      GANTRY_PEER_LISTEN: `${address}:${peerPort}`,
      GANTRY_PEER_ADDRESS: `${address}:${wirePort}`,
      GANTRY_STATE_DIR: directories.stateDir,
      GANTRY_RUN_DIR: directories.runDir,
      GANTRY_LOG_DIR: directories.logDir,
      GANTRY_IMAGE_ROOTS: how.directory,
      GANTRY_STORE: store,
      GANTRY_ACCEL: "tcg",
      GANTRY_QEMU_USER: "none",
      GANTRY_UI_DIR: "/nonexistent",
      ...make.env,
      ...clock?.env,
    };
    const images = join(below, "images");
    await mkdir(images, { recursive: true });
    const bootIdFile = join(below, "boot-id");
    await writeFile(bootIdFile, randomUUID());
    const view = ["sh", "-c", ownView, "host", bootIdFile, images, imagesShownIn(how.directory)];
    const command = [first, ...prefix, ...view, process.execPath, make.agent] as const;
    const agent = new Program({ command, env, output: join(below, "agent.out") });
    const calls = new Calls(door, join(directories.stateDir, "admin.token"));
    const parts = { ...directories, agent, wire, calls, images, clock, bootIdFile, disk: how.disk };
    const host = new Host(place, parts);
    await host.start();
    return host;
  }

  /** Starts the agent, unless it lives, and waits until it answers. */
  async start(): Promise<void> {
    await this.agent.start();
    await until(
      `the agent of ${this.name} answers`,
      async () => {
        if (await this.calls.isUp()) return true;
        if (!this.agent.isAlive)
          throw new Error(`The agent of ${this.name} gave up: ${await this.agent.lastWords()}`);
        return undefined;
      },
      { everyMs: 50 },
    );
  }

  /** The next agent on the same directories, after one that was killed and may still be about to die. */
  async startAgain(): Promise<void> {
    await this.agent.kill();
    await this.start();
  }

  /** Every process of the host ends, and of its files stays what was on disk. {@link start} is its next boot. */
  async losePower(): Promise<void> {
    if (this.#disk === undefined) throw new Error("The state of this host lies on no disk.");
    this.agent.send("SIGKILL");
    await killQemusBelow(this.runDir);
    await this.agent.kill();
    for (const name of await readdir(this.runDir))
      await rm(join(this.runDir, name), { recursive: true, force: true });
    await writeFile(this.#bootIdFile, randomUUID());
    await this.#disk.losePower();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.agent.kill();
    this.wire[Symbol.dispose]();
  }
}

/** Where each host sees its own images. */
export function imagesShownIn(directory: string): string {
  return join(directory, "images");
}
