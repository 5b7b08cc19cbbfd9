import { chmod, mkdtempDisposable, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findQemu } from "./find-qemu.ts";

describe("looking for QEMU", () => {
  test("finds the usual one and tells its version, machines and CPU models", async () => {
    const qemu = await findQemu();
    expect(qemu.binary).toMatch(/^\//);
    expect(qemu.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(qemu.machineTypes.find(({ alias }) => alias === "q35")?.name).toMatch(/^pc-q35-/);
    expect(qemu.cpuModels.find(({ name }) => name === "qemu64")).toMatchObject({ unavailable: [] });
    expect(qemu.cpuModels.find(({ name }) => name === "max")).toMatchObject({ migrationSafe: false });
  });

  test("resolves links", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-find-"));
    const { binary } = await findQemu();
    const link = join(directory.path, "my-qemu");
    await symlink(binary, link);
    expect((await findQemu(link)).binary).toBe(binary);
  });

  test.each([
    ["/no/such/qemu", "was not found"],
    ["no-such-qemu", "was not found in PATH"],
    [import.meta.filename, "was not found"],
  ])("says that %s %s, and how to get one", async (binary, words) => {
    await expect(findQemu(binary)).rejects.toMatchObject({
      code: "qemu_missing",
      message: expect.stringContaining(words),
      hint: expect.stringContaining("apt-get install qemu-system-x86"),
    });
  });

  test.each([
    [
      "dies with a complaint",
      "echo cannot open shared object file >&2; exit 127",
      "cannot open shared object file",
    ],
    ["says nothing", "exit 0", "it ended without an answer"],
    ["talks, but not QMP", "echo hello", "it does not speak QMP"],
    ["speaks another JSON", "echo '[1]'", "it does not speak QMP"],
    [
      "refuses to tell its version",
      `while read -r _; do echo '{"error": {"class": "GenericError", "desc": "No."}}'; done`,
      "it refuses query-version: No.",
    ],
    [
      "answers something else than it was asked",
      `while read -r _; do echo '{"return": {}}'; done`,
      "its answers are not what QEMU's documentation says",
    ],
  ])("quotes a program that %s", async (_what, body, words) => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-find-"));
    const binary = join(directory.path, "qemu");
    await writeFile(binary, `#!/bin/sh\n${body}\n`);
    await chmod(binary, 0o755);
    await expect(findQemu(binary)).rejects.toMatchObject({
      code: "qemu_missing",
      message: expect.stringContaining(words),
    });
  });
});
