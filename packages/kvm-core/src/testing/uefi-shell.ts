import { consoleText, type TemporaryHost, until } from "./temporary-host.ts";

const prompt = "Shell> ";
/** A word of ours for the long one: what is typed is echoed slowly. */
const abbreviate = `alias -v g "setvar Gantry -guid 6a6e7472-0000-4000-8000-000000000001"`;

/**
 * The shell that OVMF carries within itself, on a guest's first serial port: it keeps a variable of ours in the guest's
 * variable store.
 */
export class UefiShell {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /** The firmware has started by itself and found nothing to boot from but its shell. */
  async boots(host: TemporaryHost): Promise<void> {
    const console = host.hypervisor.console(this.#name);
    const shows = async (text: string) => {
      const [end, from] = [await console.settle(), console.boots.at(-1)?.from ?? 0];
      return Buffer.from(await console.read(from, end - from)).includes(text);
    };
    await until(() => shows('"EFI Internal Shell" from Fv'));
    await until(() => shows("to skip"));
    // Any key but Escape, behind which a terminal waits for more.
    console.write(Buffer.from("\r"));
    await until(() => shows(prompt));
    await this.#type(host, abbreviate);
  }

  /** Keeps two characters in the variable, which outlive the guest. */
  async set(host: TemporaryHost, value: string): Promise<void> {
    await this.#type(host, `g -nv -bs =H${Buffer.from(value).toString("hex")}`);
  }

  /** The two characters; undefined when there is no such variable. */
  async get(host: TemporaryHost): Promise<string | undefined> {
    const answer = await this.#type(host, "g");
    const bytes = /\r\n([0-9A-F]{2} [0-9A-F]{2}) *\r\n/.exec(answer)?.[1];
    return bytes === undefined ? undefined : Buffer.from(bytes.replace(" ", ""), "hex").toString();
  }

  async #type(host: TemporaryHost, command: string): Promise<string> {
    const before = (await consoleText(host.hypervisor, this.#name)).length;
    host.hypervisor.console(this.#name).write(Buffer.from(`${command}\r`));
    const answer = async () => (await consoleText(host.hypervisor, this.#name)).slice(before);
    await until(async () => (await answer()).includes(prompt));
    return await answer();
  }
}
