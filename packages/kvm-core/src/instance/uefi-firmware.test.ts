import { mkdtempDisposable, readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkFirmware, removeVariables, uefiFiles } from "./uefi-firmware.ts";

const byUefi = { boot: { firmware: "uefi" } } as const;

test("a variable store is made whole from the empty one, and stays with the firmware it was made for", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-"));
  const at = (name: string) => join(directory.path, name);
  const [small, large] = ["small", "large"].map((name) => ({
    code: at(`${name}-code`),
    vars: at(`${name}-vars`),
  }));
  if (small === undefined || large === undefined) return expect.fail("two firmwares");
  for (const { code } of [small, large]) await writeFile(code, "");
  await writeFile(small.vars, "made for the small one");
  await writeFile(large.vars, "made for the large one, which comes first");
  const variables = at("instances/one/uefi-vars.fd");
  const own = { code: small.code, vars: variables };

  expect(await uefiFiles({ boot: { firmware: "bios" } }, variables, [small])).toBeUndefined();
  expect(await uefiFiles(byUefi, variables, [small])).toEqual(own);
  expect(await readFile(variables, "utf8")).toBe("made for the small one");
  expect((await stat(variables)).mode & 0o777).toBe(0o600);
  expect(await readdir(at("instances/one"))).toEqual(["uefi-vars.fd"]);
  expect(await uefiFiles(byUefi, variables, [large, small])).toEqual(own);
  await expect(uefiFiles(byUefi, variables, [large])).rejects.toMatchObject({
    code: "file_missing",
    message: expect.stringContaining("belong to a firmware that this host has no more") as string,
  });
  await truncate(variables, 3);
  await expect(uefiFiles(byUefi, variables, [large, small])).rejects.toMatchObject({ code: "file_missing" });

  await writeFile(at("instances/one/more"), "");
  await removeVariables(variables);
  expect(await readdir(at("instances/one"))).toEqual(["more"]);
});

test("a host without UEFI firmware is told which package has it", async () => {
  const nowhere = [{ code: "/nonexistent/code", vars: "/nonexistent/vars" }];
  const [fault] = await checkFirmware(byUefi, nowhere);
  expect(fault).toMatchObject({
    path: "boot.firmware",
    message: expect.stringContaining("install ovmf") as string,
  });
  expect(await checkFirmware({ boot: { firmware: "bios" } }, nowhere)).toEqual([]);
  await expect(uefiFiles(byUefi, "/nonexistent/variables", nowhere)).rejects.toMatchObject({
    code: "file_missing",
    hint: expect.stringContaining("apt-get install ovmf") as string,
  });
});
