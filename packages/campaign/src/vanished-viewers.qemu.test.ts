import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "node:tls";
import { fileURLToPath } from "node:url";
import { writeBootSectorDisk } from "@gantry/demo-guest";
import { type DownControl, downControlSchema } from "@gantry/kvm-core/model";
import { beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { Calls } from "./world/calls.ts";
import { whyNoWorld } from "./world/leftovers.ts";
import { directoryOfWorld, nameOfWorld } from "./world/names.ts";
import { addresses, Network } from "./world/network.ts";
import { PlaceProcess } from "./world/place-process.ts";
import { killQemusBelow } from "./world/processes.ts";
import { Program } from "./world/program.ts";
import { until } from "./world/until.ts";

const agent = fileURLToPath(new URL("../../../apps/agent/dist/main.js", import.meta.url));
const obstacle = await whyNoWorld();
const name = nameOfWorld(900);
const directory = directoryOfWorld(name);
const stateDir = join(directory, "state");
const runDir = join(directory, "run");
const tokenFile = join(stateDir, "admin.token");
const address = addresses.a;
const port = 7400;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ\r\n";
const patience = { withinMs: 60_000, everyMs: 100 };

/** One viewer, which connects through a door: a Unix socket behind which is the host or, across the cable, the agent. */
class Viewer implements Disposable {
  readonly controls: DownControl[] = [];
  readonly #socket: WebSocket;
  next = Number.NaN;
  bytes = 0;
  faults = 0;

  constructor(door: string, token: string) {
    this.#socket = new WebSocket(`wss://${address}:${port}/console/flood`, "gantry.console.v1", {
      headers: { authorization: `Bearer ${token}` },
      createConnection: () => connect({ path: door, rejectUnauthorized: false }),
    });
    this.#socket.on("error", () => undefined);
    this.#socket.on("message", (data: Buffer, isBinary) => (isBinary ? this.#count(data) : this.#note(data)));
  }

  get viewers(): number | undefined {
    return this.#last("seat")?.viewers.length;
  }

  get hasSeat(): boolean {
    return this.#last("seat")?.mine === true;
  }

  get isGreeted(): boolean {
    return this.#last("hello") !== undefined;
  }

  take(): void {
    this.#socket.send(JSON.stringify({ type: "seat", action: "take" }));
  }

  [Symbol.dispose](): void {
    this.#socket.terminate();
  }

  #last<Type extends DownControl["type"]>(type: Type) {
    return this.controls.findLast(
      (control): control is Extract<DownControl, { type: Type }> => control.type === type,
    );
  }

  #note(data: Buffer): void {
    const control = downControlSchema.parse(JSON.parse(data.toString()));
    this.controls.push(control);
    if (control.type === "hello") this.next = control.seq;
  }

  #count(data: Buffer): void {
    for (const byte of data) {
      if (byte !== alphabet.charCodeAt(this.next % alphabet.length)) this.faults += 1;
      this.next += 1;
    }
    this.bytes += data.length;
  }
}

/** An agent on one host, and a door on each side of the cable. */
async function open(scope: AsyncDisposableStack) {
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  scope.defer(() => rm(directory, { recursive: true, force: true }));
  const network = scope.use(await Network.make(name));
  const doorOn = async (place: "a" | "b") => {
    const path = join(directory, `door-${place}`);
    scope.use(await PlaceProcess.start(network.prefix(place), { door: { path, address, port }, wires: [] }));
    return path;
  };
  const doors = { near: await doorOn("a"), far: await doorOn("b") };
  const env = {
    GANTRY_CONFIG: "/dev/null",
    GANTRY_HOST_NAME: "host-a",
    GANTRY_LISTEN: `${address}:${port}`,
    GANTRY_TLS: "on",
    GANTRY_STATE_DIR: stateDir,
    GANTRY_RUN_DIR: runDir,
    GANTRY_LOG_DIR: join(directory, "log"),
    GANTRY_IMAGE_ROOTS: directory,
    GANTRY_ALLOWED_HOSTS: `127.0.0.1:${port}`,
    GANTRY_ACCEL: "tcg",
    GANTRY_QEMU_USER: "none",
    GANTRY_UI_DIR: "/nonexistent",
  };
  const command = [...network.prefix("a"), process.execPath, agent] as const;
  const program = scope.use(new Program({ command, env, output: join(directory, "agent.out") }));
  scope.defer(() => killQemusBelow(runDir));
  await program.start();
  const calls = new Calls(doors.near, tokenFile, { isSecure: true });
  await until("the agent answers", async () => ((await calls.isUp()) ? true : undefined));
  const disk = join(directory, "flood.raw");
  await writeBootSectorDisk(disk, "letters");
  const disks = [{ name: "root", source: { file: disk }, format: "raw" }];
  await calls.perform("instances.create", { spec: { name: "flood", memoryMiB: 16, disks }, start: true });
  const memory = async () =>
    Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${program.pid}/status`, "utf8"))?.[1]);
  return { network, doors, memory, token: (await readFile(tokenFile, "utf8")).trim() };
}

describe("Viewers of a console whose cable is pulled in a flood", () => {
  beforeEach(({ skip }) => skip(obstacle !== undefined, obstacle));

  it("cost the agent little memory and the others nothing, and are missed: their seat is free again", async () => {
    await using scope = new AsyncDisposableStack();
    const { network, doors, memory, token } = await open(scope);
    using living = new Viewer(doors.near, token);
    await until("it is greeted", () => living.isGreeted || undefined, patience);
    const far = Array.from({ length: 40 }, () => scope.use(new Viewer(doors.far, token)));
    await until("all are there", () => living.viewers === 41 || undefined, patience);
    far[0]?.take();
    await until("one of them has the seat", () => (far[0]?.hasSeat === true ? true : undefined), patience);
    await until("all read", () => far.every(({ bytes }) => bytes > 50_000) || undefined, patience);
    const before = await memory();

    await network.drop(["a", "b"]);
    const read = living.bytes;
    await until("the other one reads on", () => living.bytes > read + 500_000 || undefined, patience);
    await until("nobody else is there", () => living.viewers === 1 || undefined, patience);
    expect((await memory()) - before).toBeLessThan(40 * 1024);
    expect(living.controls.filter(({ type }) => type === "gap")).toEqual([]);
    expect(living.faults).toBe(0);
    living.take();
    await until("the seat is free", () => living.hasSeat || undefined, patience);
  });
});
