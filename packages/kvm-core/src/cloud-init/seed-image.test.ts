import { execFile } from "node:child_process";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { CloudInit } from "../model/index.ts";
import { seedImage } from "./seed-image.ts";

const identity = { uuid: "6a1a5b9e-3f43-4b5f-9b9e-0f6e3a5d1c11", name: "web-1" };

/** What a reader that is not ours finds in an image: its names, and the content of each. */
async function readBack(image: Uint8Array): Promise<Record<string, string>> {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-seed-"));
  const path = join(directory.path, "seed.iso");
  await writeFile(path, image);
  const isoinfo = async (...args: string[]) =>
    (await promisify(execFile)("isoinfo", ["-J", "-i", path, ...args])).stdout;
  const names = (await isoinfo("-f")).trim().split("\n");
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await isoinfo("-x", name)] as const)),
  );
}

test("another reader finds the documents in the seed image as they were given", async () => {
  const userData = `#cloud-config\n${"# äöü €\n".repeat(7000)}`;
  const cloudInit = { userData, networkConfig: "version: 2\n" };
  expect(await readBack(seedImage(cloudInit, identity))).toEqual({
    "/user-data": userData,
    "/meta-data": `instance-id: ${identity.uuid}\nlocal-hostname: web-1\n`,
    "/network-config": "version: 2\n",
  });
});

test("own meta data take the place of ours, and an empty document is there too", async () => {
  const own = { userData: "", metaData: "instance-id: mine\n" };
  expect(await readBack(seedImage(own, identity))).toEqual({ "/user-data": "", "/meta-data": own.metaData });
});

test("the same data make the same image, byte by byte, on every host and at every start", () => {
  const cloudInit: CloudInit = { userData: "#cloud-config\n" };
  expect(seedImage(cloudInit, identity)).toEqual(seedImage({ ...cloudInit }, { ...identity }));
  expect(seedImage(cloudInit, { ...identity, name: "web-2" })).not.toEqual(seedImage(cloudInit, identity));
});
