import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createConnection, type Socket } from "node:net";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { OutputReader } from "./output-reader.ts";

/**
 * A real QEMU for a test: its serial port is the child's standard input and output, its monitor a Unix socket in
 * `directory`. Ends with the scope that holds it.
 */
export class RunningGuest implements AsyncDisposable {
  readonly serial: OutputReader;
  /** Replies and events of the monitor, one JSON object a line. */
  readonly monitor: OutputReader;
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #socket: Socket;
  readonly #exit: Promise<unknown>;

  private constructor(process: ChildProcessByStdio<Writable, Readable, null>, socket: Socket) {
    this.#process = process;
    this.#socket = socket;
    this.#exit = once(process, "exit");
    this.serial = new OutputReader(process.stdout);
    this.monitor = new OutputReader(socket);
  }

  static async start(directory: string, args: readonly string[], signal: AbortSignal): Promise<RunningGuest> {
    const path = join(directory, "monitor");
    await rm(path, { force: true });
    const qemu = spawn(
      "qemu-system-x86_64",
      ["-accel", "tcg", "-nodefaults", "-display", "none", "-qmp", `unix:${path},server=on,wait=off`].concat(
        ["-chardev", "stdio,id=serial0,signal=off", "-serial", "chardev:serial0"],
        args,
      ),
      { stdio: ["pipe", "pipe", "inherit"] },
    );
    await once(qemu, "spawn");
    const guest = new RunningGuest(qemu, await connect(path, qemu, signal));
    guest.#send({ execute: "qmp_capabilities" });
    await guest.monitor.waitFor(/"return"/, signal);
    return guest;
  }

  /** Types on the serial port. */
  type(text: string): void {
    this.#process.stdin.write(text);
  }

  /** Presses the ACPI power button. */
  pressPowerButton(): void {
    this.#send({ execute: "system_powerdown" });
  }

  /** Waits for an event of the monitor and returns its line. */
  async event(name: string, signal: AbortSignal): Promise<string> {
    const match = await this.monitor.waitFor(new RegExp(`.*"event": "${name}".*`), signal);
    return match[0];
  }

  /** Resolves once QEMU has ended by itself. */
  async ended(): Promise<void> {
    await this.#exit;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.destroy();
    this.#process.kill("SIGKILL");
    await this.#exit;
  }

  /** A line of QEMU's human monitor; resolves with its answer, still in JSON's escapes. */
  async ask(line: string, signal: AbortSignal): Promise<string> {
    this.#send({ execute: "human-monitor-command", arguments: { "command-line": line } });
    const match = await this.monitor.waitFor(/\{"return": ".*/, signal);
    return match[0];
  }

  #send(command: { execute: string; arguments?: Readonly<Record<string, string>> }): void {
    this.#socket.write(`${JSON.stringify(command)}\n`);
  }
}

/** QEMU makes its monitor's socket some milliseconds after it started, and says so nowhere: try until it answers. */
async function connect(
  path: string,
  qemu: ChildProcessByStdio<Writable, Readable, null>,
  signal: AbortSignal,
) {
  for (;;) {
    signal.throwIfAborted();
    if (qemu.exitCode !== null) throw new Error(`QEMU ended at once, with exit code ${qemu.exitCode}.`);
    const socket = createConnection(path);
    try {
      await once(socket, "connect");
      return socket;
    } catch {
      socket.destroy();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
