import { join, resolve } from "node:path";

/** The hosts that a demo can play, in the order in which they join. */
export const demoHostNames = ["host-a", "host-b"] as const;

/** What `gantry demo` can be told. */
export interface DemoOptions {
  readonly stateDir: string;
  /** The first host's port; the second host has the next one. */
  readonly port: number;
  readonly hosts: 1 | 2;
}

/** Where one host of the demo lives. */
export interface DemoHost {
  readonly name: string;
  readonly port: number;
  /** Its agent's address. */
  readonly api: string;
  readonly stateDir: string;
  readonly runDir: string;
  readonly logDir: string;
  readonly tokenFile: string;
  /** What this host shows to its peers. */
  readonly secretFile: string;
  /** What the agent prints, over all its lives. */
  readonly outputFile: string;
}

/** Every place the demo uses. */
export interface DemoLayout {
  readonly root: string;
  /** Disks that all hosts see, as on a shared file system. */
  readonly sharedDir: string;
  /** Where all hosts find the demo guest by names that never change. */
  readonly guestDir: string;
  readonly cacheDir: string;
  /** Which agents this demo has started, so that the next one can end those that a killed demo left. */
  readonly agentsFile: string;
  readonly hosts: readonly [DemoHost, ...DemoHost[]];
}

/** The places of a demo. Nothing is made or read. */
export function demoLayout(options: DemoOptions, cacheDir: string): DemoLayout {
  const root = resolve(options.stateDir);
  const [firstName, ...otherNames] = demoHostNames;
  const first = demoHost(root, firstName, options.port);
  const others = otherNames
    .slice(0, options.hosts - 1)
    .map((name, index) => demoHost(root, name, options.port + 1 + index));
  return {
    root,
    sharedDir: join(root, "shared"),
    guestDir: join(root, "shared", "demo-guest"),
    cacheDir,
    agentsFile: join(root, "demo-agents.json"),
    hosts: [first, ...others],
  };
}

function demoHost(root: string, name: string, port: number): DemoHost {
  const place = join(root, name);
  return {
    name,
    port,
    api: `http://127.0.0.1:${port}`,
    stateDir: join(place, "state"),
    runDir: join(place, "run"),
    logDir: join(place, "log"),
    tokenFile: join(place, "state", "admin.token"),
    secretFile: join(place, "peer.secret"),
    outputFile: join(place, "log", "agent.log"),
  };
}
