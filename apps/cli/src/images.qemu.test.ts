import { mkdtempDisposable, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeBootSectorDisk } from "@gantry/demo-guest";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RealAgent } from "./testing/real-agent.ts";

const stack = new AsyncDisposableStack();
let directory: string;
let agent: RealAgent;
const at = (name: string) => join(directory, name);

beforeAll(async () => {
  directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-cli-images-"))).path;
  agent = stack.use(await RealAgent.start(directory));
  await writeBootSectorDisk(at("tiny.img"), "interactive");
});
afterAll(() => stack.disposeAsync());

async function says(text: string, ...args: string[]): Promise<void> {
  const { code, stdout, stderr } = await agent.gantry(...args);
  expect([args.join(" "), code, stderr]).toEqual([args.join(" "), 0, ""]);
  expect(stdout).toContain(text);
}

async function fails(code: number, text: string, ...args: string[]): Promise<void> {
  const outcome = await agent.gantry(...args);
  expect([args.join(" "), outcome.code, outcome.stdout]).toEqual([args.join(" "), code, ""]);
  expect(outcome.stderr).toContain(text);
}

test("images are uploaded, imported, shown and deleted, and an instance is made from one by its name alone", async () => {
  await says("image tiny is on host-a", "image", "upload", at("tiny.img"), "--os", "tiny guest");
  await says("image copy is on host-a", "image", "import", at("tiny.img"), "--name", "copy");
  await fails(4, "An image named tiny exists already", "image", "upload", at("tiny.img"));
  await fails(
    7,
    "its SHA256 is",
    "image",
    "import",
    at("tiny.img"),
    "--name",
    "bad",
    "--sha256",
    "0".repeat(64),
  );
  await says("tiny", "image", "list");
  await says('"os": "tiny guest"', "image", "show", "tiny");
  await says("default", "image", "pools");
  const wish = ["create", "--image", "tiny", "--name", "web-1", "--memory", "32M"];
  await says("guest=web-1", ...wish, "--dry-run");
  expect(await agent.json("list")).toEqual({ instances: [] });
  await says(
    "web-1 is on host-a",
    "create",
    "--image",
    "tiny",
    "--name",
    "web-1",
    "--disk-size",
    "2G",
    "--memory",
    "32M",
  );
  await fails(2, "Give one of --file and --image", "create", "--name", "web-2");
  await fails(2, "sizeGiB", "create", "--image", "tiny", "--name", "web-2", "--disk-size", "100M");
  await fails(4, "the disks of web-1 need it", "image", "delete", "tiny");
  const shown = await agent.json("image", "list");
  expect(shown).toMatchObject({
    images: [
      { name: "copy", usedBy: [] },
      { name: "tiny", usedBy: ["web-1"] },
    ],
  });
  await says("copy is deleted", "image", "delete", "copy");
});

test("an address that leads to the agent's own machine is not fetched", async () => {
  await fails(7, "leads to this machine", "image", "add", "http://127.0.0.1:1/debian.qcow2");
  await fails(2, "http:// or https://", "image", "add", "file:///etc/shadow", "--name", "shadow");
});

test("a file whose upload was refused can be sent again from the beginning", async () => {
  await writeFile(at("odd.vmdk"), "KDMV and nothing more");
  await fails(7, "its header is cut off", "image", "upload", at("odd.vmdk"));
  expect((await stat(at("odd.vmdk"))).size).toBeGreaterThan(0);
  await fails(7, "its header is cut off", "image", "upload", at("odd.vmdk"));
});
