import { readFile } from "node:fs/promises";
import { DemoGuestError } from "../demo-guest-error.ts";
import { runCommand } from "../linux/command.ts";

/** Where this machine gets its packages from, as far as the guest may use it too. */
export interface DebianSources {
  /** The release this machine runs, such as `bookworm`; the guest is of the same one. */
  readonly codename: string;
  /** One `deb …` line for each of its archives: the release itself, its updates, its security fixes. */
  readonly lines: readonly string[];
  /** How apt reaches them: proxies, and checks that are switched off. */
  readonly aptOptions: readonly string[];
}

/** @throws DemoGuestError `unsupported` when this machine is no Debian, or has no archive of its release. */
export async function debianSources(signal: AbortSignal | undefined): Promise<DebianSources> {
  const codename = codenameOf(await readFile("/etc/os-release", "utf8").catch(() => ""));
  const format = "$(CREATED_BY)|$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)";
  const targets = await runCommand(
    { program: "apt-get", args: ["indextargets", "--format", format] },
    signal,
  );
  const lines = codename === undefined ? [] : sourceLines(targets, codename);
  if (codename === undefined || lines.length === 0) throw noDebian();
  const settings = await runCommand({ program: "apt-config", args: ["dump"] }, signal);
  return { codename, lines, aptOptions: reachOptions(settings) };
}

/** The release in the text of `/etc/os-release`, if it is one of Debian's. */
export function codenameOf(osRelease: string): string | undefined {
  if (!/^ID="?debian"?$/m.test(osRelease)) return undefined;
  return /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(osRelease)?.[1];
}

/** The archives of one release in what `apt-get indextargets` prints; those of others that use its name are left out. */
export function sourceLines(targets: string, codename: string): string[] {
  const releases = [codename, `${codename}-updates`, `${codename}-security`];
  const lines = targets.split("\n").flatMap((target) => {
    const [kind, origin = "", uri = "", release = "", component = ""] = target.split("|");
    const known = origin === "Debian" || origin === "";
    if (kind !== "Packages" || !known || component !== "main" || !releases.includes(release)) return [];
    return [`deb ${uri} ${release} main`];
  });
  return [...new Set(lines)];
}

/** Of apt's settings those that say how archives are reached and checked, as `apt-config dump` prints them. */
export function reachOptions(settings: string): string[] {
  return settings.split("\n").filter((line) => /^Acquire::(https?::|Check-)\S* ".+";$/.test(line));
}

function noDebian(): DemoGuestError {
  return new DemoGuestError(
    "unsupported",
    "The Debian guest can only be built on a Debian with package sources.",
    {
      hint: "Copy the cache directory of a Debian machine here and name it in GANTRY_CACHE_DIR.",
    },
  );
}
