import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { DemoGuestError } from "../demo-guest-error.ts";

const run = promisify(execFile);
const LOAD_ADDRESS = "0x7c00";

/**
 * Assembles `<name>.S` beside this file with GNU binutils. Only for those who change a sector: users get the bytes
 * of `boot-sectors.generated.ts`.
 *
 * @returns exactly 512 bytes.
 * @throws DemoGuestError `unsupported` if `as`, `ld` or `objcopy` is not installed.
 */
export async function assembleBootSector(name: string): Promise<Buffer> {
  const sources = import.meta.dirname;
  const directory = await mkdtemp(join(tmpdir(), "gantry-boot-sector-"));
  const file = (ending: string) => join(directory, `${name}${ending}`);
  try {
    await binutil("as", ["--32", "-I", sources, "-o", file(".o"), join(sources, `${name}.S`)]);
    await binutil("ld", [
      "-m",
      "elf_i386",
      "-e",
      "_start",
      "-Ttext",
      LOAD_ADDRESS,
      "-o",
      file(".elf"),
      file(".o"),
    ]);
    await binutil("objcopy", ["-O", "binary", "-j", ".text", file(".elf"), file(".bin")]);
    return await readFile(file(".bin"));
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function binutil(tool: "as" | "ld" | "objcopy", args: readonly string[]): Promise<void> {
  try {
    await run(tool, args);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") {
      throw new DemoGuestError("unsupported", `The assembler is not installed: there is no \`${tool}\`.`, {
        hint: "sudo apt-get install binutils (or your distribution's binutils package).",
        cause,
      });
    }
    throw cause;
  }
}
