import { readlink } from "node:fs/promises";
import { findQemu } from "../host/index.ts";
import type { RuntimeFile } from "../state-dir/index.ts";
import type { HostServices } from "./services.ts";

/**
 * The version of the QEMU that a new process of this host would be, when a process runs another one: of another version, or
 * of a file that was replaced since, as by a security update that keeps the version. Undefined when there is no difference.
 */
export async function newQemuOf(
  { process, qemuVersion }: Pick<RuntimeFile, "process" | "qemuVersion">,
  { qemu, layout }: Pick<HostServices, "qemu" | "layout">,
): Promise<string | undefined> {
  if (qemuVersion !== qemu.version) return qemu.version;
  // Linux says so of a program whose file is gone; proc(5). What cannot be read is taken for no news.
  const program = await readlink(`/proc/${process.pid}/exe`).catch(() => "");
  if (!program.endsWith(" (deleted)")) return undefined;
  // The agent may be older than the new file.
  const present = await findQemu(qemu.binary, { cacheDir: layout.directories.stateDir }).catch(() => qemu);
  return present.version;
}
