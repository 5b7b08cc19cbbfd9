import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { DemoGuestError } from "../demo-guest-error.ts";

/** The loadable drivers of one kernel: the directory that is called `/lib/modules/<version>` on a system. */
export interface ModuleTree {
  /** The files of the loadable modules, by name. */
  readonly files: ReadonlyMap<string, string>;
  /** Names of the modules that are part of the kernel itself. */
  readonly builtIn: ReadonlySet<string>;
}

/** @throws the error of the operating system if `directory` cannot be read. */
export async function readModuleTree(directory: string): Promise<ModuleTree> {
  const [entries, builtIn] = await Promise.all([
    readdir(join(directory, "kernel"), { recursive: true, withFileTypes: true }),
    readFile(join(directory, "modules.builtin"), "utf8"),
  ]);
  const modules = entries.filter((entry) => entry.isFile() && /\.ko(\.\w+)?$/.test(entry.name));
  return {
    files: new Map(modules.map((entry) => [moduleName(entry.name), join(entry.parentPath, entry.name)])),
    builtIn: new Set(builtIn.split("\n").filter(Boolean).map(moduleName)),
  };
}

/** `kernel/drivers/char/hw_random/virtio-rng.ko.xz` is the module `virtio_rng`. */
function moduleName(path: string): string {
  return basename(path)
    .replace(/\.ko(\.\w+)?$/, "")
    .replaceAll("-", "_");
}

/** A module as `insmod` wants it. */
export interface KernelModule {
  readonly name: string;
  readonly content: Buffer;
}

/** @throws DemoGuestError `unsupported` if the kernel has one of these neither as a file nor built in. */
export function requireModules(tree: ModuleTree, names: readonly string[]): void {
  const missing = names.filter((name) => !tree.files.has(name) && !tree.builtIn.has(name));
  if (missing.length === 0) return;
  throw new DemoGuestError("unsupported", `The kernel has no ${missing.join(", no ")}.`, {
    hint: "Use a kernel that is made for virtual machines, such as Debian's linux-image-cloud-amd64.",
  });
}

/**
 * The named modules that are there as files and all they depend on, each behind its dependencies. A longer list of
 * names gives the same modules first.
 *
 * @param readModule reads a module's file and undoes its compression.
 */
export async function modulesInLoadOrder(
  tree: ModuleTree,
  names: readonly string[],
  readModule: (path: string) => Promise<Buffer>,
): Promise<KernelModule[]> {
  const loaded = new Map<string, KernelModule>();
  async function add(name: string): Promise<void> {
    const path = tree.files.get(name);
    if (path === undefined || loaded.has(name)) return;
    const content = await readModule(path);
    for (const dependency of dependenciesOf(content)) await add(dependency);
    loaded.set(name, { name, content });
  }
  for (const name of names) await add(name);
  return [...loaded.values()];
}

/** Every module names what it needs in its `.modinfo` section, as `depends=a,b`. */
export function dependenciesOf(module: Buffer): string[] {
  const names = /\0depends=([^\0]*)\0/.exec(module.toString("latin1"))?.[1] ?? "";
  return names.split(",").filter(Boolean).map(moduleName);
}
