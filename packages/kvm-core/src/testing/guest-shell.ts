import type { Hypervisor } from "../hypervisor/hypervisor.ts";
import { consoleText, until } from "./temporary-host.ts";

/** The shell of a Linux guest on its first serial port. */
export class GuestShell {
  readonly #hypervisor: () => Hypervisor;
  readonly #name: string;
  /** Another shell object may have run commands on the same console. */
  readonly #salt = crypto.randomUUID().slice(0, 8);
  #commands = 0;

  /** @param hypervisor where the guest is now: it may move. */
  constructor(hypervisor: () => Hypervisor, name: string) {
    this.#hypervisor = hypervisor;
    this.#name = name;
  }

  /** Resolves once the shell waits for a command. */
  async ready(): Promise<void> {
    await until(async () => (await this.#text()).includes(`${this.#name}:/# `));
  }

  /** Runs a command; gives what it wrote, and its exit code. */
  async run(command: string): Promise<{ readonly output: string; readonly code: number }> {
    const begun = `begun-${this.#salt}-${(this.#commands += 1)}`;
    // What is typed is echoed: only the shell's own output has the marks without quotes.
    const line = `echo 'begun'-${this.#salt}-${this.#commands}; ${command}; echo 'en'ded-$?\n`;
    this.#hypervisor().console(this.#name).write(Buffer.from(line));
    let found: RegExpExecArray | null = null;
    await until(async () => {
      const text = (await this.#text()).replaceAll("\r", "");
      found = new RegExp(`\n${begun}\n([^]*?)ended-(\\d+)\n`).exec(text);
      return found !== null;
    });
    const [, output = "", code = "1"] = found ?? [];
    return { output, code: Number(code) };
  }

  /** Runs a command until it succeeds. */
  async until(command: string): Promise<void> {
    const { code } = await this.run(`until ${command}; do usleep 50000; done`);
    if (code !== 0) throw new Error(`${command} was ended`);
  }

  async #text(): Promise<string> {
    return await consoleText(this.#hypervisor(), this.#name);
  }
}
