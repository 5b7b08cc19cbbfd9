import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type InstanceSpecInput, instanceSpecSchema, placesAtStart } from "../../model/index.ts";
import { QmpConnection } from "../../qmp/index.ts";
import { makeEndpoint } from "../../serial/endpoint.ts";
import { buildCommandLine } from "../build-command-line.ts";

/** A real QEMU with the command line of a spec, its CPUs stopped. Ends with the scope that holds it. */
export class RunningMachine implements AsyncDisposable {
  readonly qmp: QmpConnection;
  readonly #directory: string;
  readonly #scope: AsyncDisposableStack;

  private constructor(qmp: QmpConnection, directory: string, scope: AsyncDisposableStack) {
    this.qmp = qmp;
    this.#directory = directory;
    this.#scope = scope;
  }

  /** @param write makes the disks in the directory it is given and returns the spec that names them. */
  static async start(write: (directory: string) => Promise<InstanceSpecInput>): Promise<RunningMachine> {
    await using scope = new AsyncDisposableStack();
    const { path } = scope.use(await mkdtempDisposable(join(tmpdir(), "gantry-machine-")));
    const spec = instanceSpecSchema.parse(await write(path));
    const serial = spec.serial.map((_port, index) => ({
      endpoint: join(path, `s${index}`),
      log: join(path, `l${index}`),
    }));
    for (const { endpoint } of serial) await makeEndpoint(endpoint);
    const monitor = join(path, "monitor");
    const argv = buildCommandLine({
      spec,
      uuid: crypto.randomUUID(),
      places: placesAtStart(spec, null),
      incarnation: "0123456789abcdef",
      machine: {
        machineType: spec.machine === "q35" ? "pc-q35-7.2" : "pc-i440fx-7.2",
        cpuModel: "qemu64",
        accelerator: "tcg",
      },
      paths: {
        monitor,
        rescueMonitor: join(path, "rescue"),
        pidFile: join(path, "pid"),
        guestAgent: join(path, "agent"),
        seed: join(path, "seed.iso"),
        serial,
      },
      taps: {},
      incoming: false,
    });
    const process = spawn("qemu-system-x86_64", argv, { stdio: ["ignore", "ignore", "inherit"] });
    const exit = once(process, "exit");
    scope.defer(async () => {
      process.kill("SIGKILL");
      await exit;
    });
    const qmp = scope.use(await QmpConnection.open({ path: monitor, greetingTimeoutMs: 20_000 }));
    return new RunningMachine(qmp, path, scope.move());
  }

  /** Everything the guest has written on its first serial port so far. */
  readonly output = (): Promise<string> => readFile(join(this.#directory, "l0"), "latin1");

  /** Types on the first serial port. */
  async type(text: string): Promise<void> {
    await promisify(execFile)("sh", [
      "-c",
      'printf %s "$1" > "$2"',
      "sh",
      text,
      join(this.#directory, "s0.in"),
    ]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#scope.disposeAsync();
  }
}
