import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { DemoGuestError } from "../demo-guest-error.ts";
import { runCommand } from "./command.ts";
import type { BuildContext } from "./progress.ts";

/**
 * Fetches package files by apt, which checks their signatures. Nothing is ever installed, and root is not needed.
 */
export class Apt {
  readonly #options: readonly string[];
  readonly #context: BuildContext;

  private constructor(options: readonly string[], context: BuildContext) {
    // Root's apt would otherwise drop its rights before writing, and then cannot write where we want the file.
    this.#options = ["-o", "APT::Sandbox::User=root", "-o", "Acquire::Retries=3", ...options];
    this.#context = context;
  }

  /** With the package lists that this machine has; they may be missing or out of date. */
  static withListsOfMachine(context: BuildContext): Apt {
    return new Apt([], context);
  }

  /** With lists fetched now into `directory`, from the machine's sources. */
  static async withFreshLists(directory: string, context: BuildContext): Promise<Apt> {
    await mkdir(join(directory, "state", "lists", "partial"), { recursive: true });
    await mkdir(join(directory, "cache", "archives", "partial"), { recursive: true });
    const places = [`Dir::State=${directory}/state`, `Dir::State::lists=${directory}/state/lists`];
    places.push(`Dir::Cache=${directory}/cache`);
    // Changing Dir::State would otherwise also move the list of installed packages.
    places.push("Dir::State::status=/var/lib/dpkg/status");
    const apt = new Apt(
      places.flatMap((place) => ["-o", place]),
      context,
    );
    await apt.#get(["update"], { step: "index", message: "Fetching the package lists" });
    return apt;
  }

  /** Names of the packages that `name` depends on, or undefined if the lists have no such package. */
  async dependenciesOf(name: string): Promise<string[] | undefined> {
    const args = [...this.#options, "show", "--no-all-versions", name];
    const output = await runCommand({ program: "apt-cache", args }, this.#context.signal).catch(ifFailed(""));
    if (output === "") return undefined;
    return dependsField(output);
  }

  /** Puts the package file of `name` into `directory` and returns its path. */
  async download(name: string, directory: string): Promise<string> {
    const own = join(directory, name);
    await mkdir(own);
    await this.#get(["download", name], { step: "download", message: `Downloading ${name}` }, own);
    const file = (await readdir(own)).find((entry) => entry.endsWith(".deb"));
    if (file !== undefined) return join(own, file);
    throw new DemoGuestError("network_failed", `apt-get download ${name} left no package file.`, {
      hint: "Look at the package sources of this machine: apt-cache policy.",
    });
  }

  async #get(
    args: readonly string[],
    work: { step: "index" | "download"; message: string },
    directory?: string,
  ) {
    this.#context.onProgress(work);
    let reported: number | undefined;
    const onStatus = (text: string) => {
      const percent = lastPercent(text);
      if (percent === undefined || percent === reported) return;
      reported = percent;
      this.#context.onProgress({ ...work, percent });
    };
    const failing = args[0] === "update" ? ["-o", "APT::Update::Error-Mode=any"] : [];
    const command = [...this.#options, ...failing, "-o", "APT::Status-Fd=3", "-qq", ...args];
    await runCommand(
      { program: "apt-get", args: command, onStatus, ...(directory === undefined ? {} : { directory }) },
      this.#context.signal,
    );
  }
}

/** Turns the failure of a program into an answer; its absence or a cancellation stays an error. */
function ifFailed<T>(answer: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof DemoGuestError && error.code === "internal") return answer;
    throw error;
  };
}

/** The package names in the `Depends` field of `apt-cache show`, without versions; of alternatives, all. */
export function dependsField(show: string): string[] {
  const field = /^Depends: (.*)$/m.exec(show)?.[1] ?? "";
  return field
    .split(/[,|]/)
    .map((dependency) => /^\s*([a-z0-9.+-]+)/.exec(dependency)?.[1])
    .filter((name) => name !== undefined);
}

/** apt reports its downloads as lines `dlstatus:<item>:<percent>:<text>`; the last one's percent, whole. */
export function lastPercent(status: string): number | undefined {
  const percents = [...status.matchAll(/^dlstatus:[^:]*:([\d.]+):/gm)].map((match) =>
    Math.floor(Number(match[1])),
  );
  return percents.at(-1);
}
