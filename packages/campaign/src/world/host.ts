import { join } from "node:path";
import { Calls } from "./calls.ts";
import type { HostPlace } from "./names.ts";
import { addresses, type Network } from "./network.ts";
import { PlaceProcess } from "./place-process.ts";
import { Program } from "./program.ts";
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
  /** Further settings of both agents. */
  readonly env: Readonly<Record<string, string>>;
}

/** One host: an agent in a network namespace, with directories of its own. Disposing it kills the agent. */
export class Host implements AsyncDisposable {
  readonly place: HostPlace;
  readonly name: string;
  readonly stateDir: string;
  readonly runDir: string;
  readonly agent: Program;
  readonly wire: PlaceProcess;
  readonly calls: Calls;

  private constructor(
    place: HostPlace,
    parts: Pick<Host, "agent" | "wire" | "calls" | "stateDir" | "runDir">,
  ) {
    this.place = place;
    this.name = `host-${place}`;
    this.stateDir = parts.stateDir;
    this.runDir = parts.runDir;
    this.agent = parts.agent;
    this.wire = parts.wire;
    this.calls = parts.calls;
  }

  /** @param store as a setting of the agent. */
  static async start(
    place: HostPlace,
    how: {
      readonly directory: string;
      readonly network: Network;
      readonly make: Make;
      readonly store: string;
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
    };
    const command = [first, ...prefix, process.execPath, make.agent] as const;
    const agent = new Program({ command, env, output: join(below, "agent.out") });
    const calls = new Calls(door, join(directories.stateDir, "admin.token"));
    const host = new Host(place, { ...directories, agent, wire, calls });
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
        if (!this.agent.isAlive) throw new Error(`The agent of ${this.name} gave up: see its agent.out.`);
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

  async [Symbol.asyncDispose](): Promise<void> {
    await this.agent.kill();
    this.wire[Symbol.dispose]();
  }
}
