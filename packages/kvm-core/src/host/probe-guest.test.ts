import { execFile, execFileSync } from "node:child_process";
import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { probeRom } from "./probe-guest.ts";

const run = promisify(execFile);
const guestBytes = 4096;

/** The bytes are committed so that nobody needs an assembler; who has one checks them. */
function hasAssembler(): boolean {
  try {
    execFileSync("as", ["--version"], { stdio: "ignore" });
    return process.arch === "x64";
  } catch {
    return false;
  }
}

test.runIf(hasAssembler())("The probe guest's bytes are what its source assembles to", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-probe-"));
  const object = join(directory.path, "guest.o");
  const binary = join(directory.path, "guest.bin");
  await run("as", ["--64", join(import.meta.dirname, "probe-guest.S"), "-o", object]);
  await run("ld", ["-Ttext=0x8000", "--oformat", "binary", "-e", "0", object, "-o", binary]);
  expect(
    probeRom()
      .subarray(-guestBytes)
      .equals(await readFile(binary)),
  ).toBe(true);
});

test("The probe guest starts where the CPU does, 16 bytes before the end of a 64 KiB ROM", () => {
  const rom = probeRom();
  expect(rom).toHaveLength(65_536);
  expect(rom[0xfff0]).toBe(0xe9);
});
