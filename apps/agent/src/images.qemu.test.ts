import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempDisposable, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeBootSectorDisk } from "@gantry/demo-guest";
import {
  errorBodySchema,
  imageListSchema,
  imageReplySchema,
  instanceDetailSchema,
  poolListSchema,
  type Upload,
  uploadReplySchema,
} from "@gantry/kvm-core/model";
import { TestMount } from "@gantry/kvm-core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { AgentPair } from "./testing/agent-pair.ts";
import { freePort } from "./testing/free-port.ts";
import { ImageServer } from "./testing/image-server.ts";
import { type Answer, TestAgent } from "./testing/test-agent.ts";
import { until } from "./testing/until.ts";

const failureSchema = z.object({ error: z.object({ data: z.object({ gantry: errorBodySchema }) }) });
const tokenSchema = z.object({ token: z.string() });
const run = promisify(execFile);
const stack = new AsyncDisposableStack();
let directory: string;
let agent: TestAgent;
let guest: Buffer;

beforeAll(async () => {
  directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-images-"))).path;
  const env = { GANTRY_DOWNLOAD_NETWORKS: "127.0.0.0/8", GANTRY_IMAGE_ROOTS: join(directory, "roots") };
  agent = stack.use(await TestAgent.start({ directory, name: "host-a", port: await freePort(), env }));
  const file = join(directory, "guest.img");
  await writeBootSectorDisk(file, "interactive");
  guest = await readFile(file);
});
afterAll(() => stack.disposeAsync());

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

async function imagesOf(one: TestAgent, input?: object) {
  return imageListSchema.parse((await one.query("images.list", input)).data);
}

async function begin(one: TestAgent, input: object): Promise<Upload> {
  return uploadReplySchema.parse((await one.mutate("images.upload", input)).data).upload;
}

async function send(
  one: TestAgent,
  path: string,
  bytes: Buffer,
  more: Record<string, string> = {},
): Promise<Answer & { upload?: Upload }> {
  const response = await fetch(`${one.url}/images/uploads/${path}`, {
    method: "PUT",
    headers: { ...(await one.bearer()), "content-type": "application/octet-stream", ...more },
    body: new Uint8Array(bytes),
  });
  const body: unknown = await response.json();
  const upload = uploadReplySchema.safeParse(body).data?.upload;
  const error = failureSchema.safeParse(body).data?.error.data.gantry;
  return { status: response.status, data: body, error, headers: response.headers, ...(upload && { upload }) };
}

describe("An image", () => {
  it("is uploaded in parts, goes on after the agent was killed, and an instance runs from it", async () => {
    const wanted = {
      name: "guest",
      bytes: guest.length,
      file: "guest.img",
      sha256: sha256(guest),
      os: "tiny",
    };
    const upload = await begin(agent, wanted);
    expect(upload).toMatchObject({ receivedBytes: 0, bytes: guest.length, host: "host-a" });
    expect((await send(agent, `${upload.id}?offset=0`, guest.subarray(0, 512))).upload?.receivedBytes).toBe(
      512,
    );
    expect(await send(agent, `${upload.id}?offset=0`, guest)).toMatchObject({
      status: 409,
      error: { code: "wrong_state", details: { receivedBytes: 512 } },
    });
    expect((await agent.mutate("images.finishUpload", { id: upload.id })).error?.code).toBe("wrong_state");
    await agent.end("SIGKILL");
    await agent.restart();
    expect((await imagesOf(agent)).uploads).toMatchObject([{ id: upload.id, receivedBytes: 512 }]);
    expect(await begin(agent, wanted)).toMatchObject({ id: upload.id, receivedBytes: 512 });
    await send(agent, `${upload.id}?offset=512`, guest.subarray(512));
    const operation = await agent.perform("images.finishUpload", { id: upload.id });
    expect(operation).toMatchObject({ status: "succeeded", kind: "image.upload", instance: "image guest" });
    const { images, uploads } = await imagesOf(agent);
    expect(uploads).toEqual([]);
    expect(images).toMatchObject([
      {
        ...{ name: "guest", format: "raw", sha256: sha256(guest), os: "tiny", usedBy: [], host: "host-a" },
        source: { kind: "upload", file: "guest.img" },
        addedBy: "admin",
      },
    ]);

    const disks = [{ name: "root", source: { image: "guest", sizeGiB: 1 } }];
    await agent.perform("instances.create", { spec: { name: "web-1", memoryMiB: 32, disks }, start: true });
    await using console = await agent.console("web-1", "?from=0");
    await console.untilText("READY");
    expect((await agent.mutate("images.delete", { name: "guest" })).error).toMatchObject({
      code: "file_in_use",
      message: expect.stringContaining("web-1"),
    });
    const { spec } = instanceDetailSchema.parse(
      (await agent.query("instances.get", { instance: "web-1" })).data,
    );
    await agent.perform("instances.stop", { instance: "web-1", force: true });
    await agent.perform("instances.delete", { instance: "web-1", deleteDisks: true });
    const [disk] = spec.disks;
    expect(disk && "file" in disk.source && (await stat(disk.source.file).catch(() => "gone"))).toBe("gone");
    expect((await agent.mutate("images.delete", { name: "guest" })).status).toBe(200);
    expect((await imagesOf(agent)).images).toEqual([]);
  });

  it("is copied whole for an instance that shall not depend on it, while an operation says how far it is", async () => {
    await using server = await ImageServer.start(guest);
    await agent.perform("images.download", { name: "whole", url: `${server.url}/guest.img` });
    const disks = [{ name: "root", source: { image: "whole", linked: false } }];
    expect(await agent.perform("instances.create", { spec: { name: "web-2", disks } })).toMatchObject({
      status: "succeeded",
    });
    expect((await agent.mutate("images.delete", { name: "whole" })).status).toBe(200);
    const absent = [{ name: "root", source: { image: "whole", linked: false } }];
    expect(await agent.perform("instances.create", { spec: { name: "web-3", disks: absent } })).toMatchObject(
      {
        status: "failed",
        error: { code: "invalid_spec", details: { faults: [{ path: "disks.0.source.image" }] } },
      },
    );
  });

  it("is downloaded with the checksum of the list beside it, and a wrong one leaves nothing", async () => {
    await using server = await ImageServer.start(guest);
    server.pages.set("/SHA256SUMS", (answer) => answer.end(`${sha256(guest)}  guest.img\n`));
    const url = `${server.url}/guest.img`;
    const good = { name: "debian", url, checksumsUrl: `${server.url}/SHA256SUMS` };
    expect(await agent.perform("images.download", good)).toMatchObject({ status: "succeeded" });
    expect((await agent.mutate("images.download", good)).error).toMatchObject({ code: "name_taken" });
    const wrong = { name: "other", url, sha256: "0".repeat(64) };
    expect(await agent.perform("images.download", wrong)).toMatchObject({
      status: "failed",
      error: { code: "image_refused", message: expect.stringContaining("SHA256") },
    });
    expect((await imagesOf(agent)).images.map(({ name }) => name)).toEqual(["debian"]);
    const { pools } = poolListSchema.parse((await agent.query("images.pools")).data);
    expect(await readdir(join(pools[0]?.path ?? "", "incoming"))).toEqual([]);
    await agent.mutate("images.delete", { name: "debian" });
  });

  it("is imported from a file in the image roots, and from nowhere else", async () => {
    const roots = join(directory, "roots");
    await run("mkdir", ["-p", roots]);
    await run("qemu-img", [
      "convert",
      "-f",
      "raw",
      "-O",
      "vmdk",
      join(directory, "guest.img"),
      join(roots, "guest.vmdk"),
    ]);
    const path = join(roots, "guest.vmdk");
    expect(await agent.perform("images.import", { name: "imported", path })).toMatchObject({
      status: "succeeded",
      result: { image: { format: "qcow2", broughtAs: "vmdk" } },
    });
    expect((await stat(path)).size).toBeGreaterThan(0);
    await agent.mutate("images.delete", { name: "imported" });
    for (const [where, code] of [
      ["/etc/hostname", "path_refused"],
      [roots, "path_refused"],
      [join(roots, "absent"), "file_missing"],
    ]) {
      expect(await agent.perform("images.import", { name: "outside", path: where })).toMatchObject({
        status: "failed",
        error: { code },
      });
    }
    expect((await imagesOf(agent)).images).toEqual([]);
  });

  it("that lies about other files is refused when it has come, and nothing of it is left", async () => {
    const lie = join(directory, "lie.qcow2");
    await run("qemu-img", ["create", "-q", "-u", "-f", "qcow2", "-b", "/etc/shadow", "-F", "raw", lie, "1M"]);
    const bytes = await readFile(lie);
    const { id } = await begin(agent, { name: "lie", bytes: bytes.length });
    await send(agent, `${id}?offset=0`, bytes);
    const { error } = await agent.perform("images.finishUpload", { id });
    expect(error).toMatchObject({
      code: "image_refused",
      message: expect.stringContaining("is an overlay of"),
    });
    expect(await imagesOf(agent)).toEqual({ images: [], uploads: [] });
  });
});

describe("An upload", () => {
  it("takes its parts from operators only, as bytes, and no more than was announced", async () => {
    const { id } = await begin(agent, { name: "part", bytes: 10 });
    const { data } = await agent.mutate("auth.createToken", { name: "looker", role: "viewer" });
    const { token } = tokenSchema.parse(data);
    const path = `${id}?offset=0`;
    expect((await send(agent, path, guest, { authorization: `Bearer ${token}` })).status).toBe(403);
    expect((await send(agent, path, guest, { authorization: "Bearer nobody" })).status).toBe(401);
    expect((await send(agent, path, guest, { "content-type": "text/plain" })).error?.code).toBe(
      "invalid_input",
    );
    expect((await send(agent, "nonsense?offset=0", guest)).error?.code).toBe("invalid_input");
    expect((await send(agent, path, guest)).error?.code).toBe("too_large");
    expect((await send(agent, path, Buffer.alloc(5_000_000))).error?.code).toBe("too_large");
    expect((await begin(agent, { name: "part", bytes: 10 })).receivedBytes).toBe(0);
    expect((await agent.mutate("images.upload", { name: "part", bytes: 11 })).error?.code).toBe("name_taken");
    expect((await agent.mutate("images.upload", { name: "huge", bytes: 2 ** 49 })).error?.code).toBe(
      "image_refused",
    );
    expect((await agent.mutate("images.discardUpload", { id })).status).toBe(200);
    expect((await send(agent, path, Buffer.alloc(1))).error?.code).toBe("not_found");
  });

  it("to a disk that runs full says so, keeps what was there, and goes on when there is room", async () => {
    await using mount = await TestMount.make("small tmpfs");
    if (mount === undefined) throw new Error("a file system of the test's own needs root or user namespaces");
    const pool = join(mount.directory, "pool");
    await using other = await TestAgent.start({
      ...{ directory, name: "host-full", port: await freePort() },
      env: { GANTRY_POOLS: `small=${pool}` },
    });
    const bytes = Buffer.alloc(600_000, 7);
    const { id } = await begin(other, { name: "full", bytes: bytes.length });
    await send(other, `${id}?offset=0`, bytes.subarray(0, 100_000));
    const filler = join(mount.directory, "filler");
    await writeFile(filler, Buffer.alloc(700_000));
    expect(await send(other, `${id}?offset=100000`, bytes.subarray(100_000))).toMatchObject({
      status: 409,
      error: { code: "disk_full", message: "Pool small has no space for the image." },
    });
    expect((await imagesOf(other)).uploads).toMatchObject([{ id, receivedBytes: 100_000 }]);
    expect((await other.mutate("images.upload", { name: "more", bytes: 900_000 })).error?.code).toBe(
      "disk_full",
    );
    await rm(filler);
    await send(other, `${id}?offset=100000`, bytes.subarray(100_000));
    expect(await other.perform("images.finishUpload", { id })).toMatchObject({ status: "succeeded" });
    const { image } = imageReplySchema.parse((await other.query("images.get", { name: "full" })).data);
    expect(image).toMatchObject({ pool: "small", virtualBytes: 600_000, sha256: sha256(bytes) });
  });
});

describe("The images of a peer", () => {
  it("are listed, uploaded, used and deleted through any agent, and the change stands in the peer's trail", async () => {
    await using pair = await AgentPair.start();
    const upload = await begin(pair.a, { name: "guest", host: "host-b", bytes: guest.length });
    expect(upload.host).toBe("host-b");
    await send(pair.a, `${upload.id}?offset=0&host=host-b`, guest);
    await pair.a.perform("images.finishUpload", { id: upload.id, host: "host-b" });
    const all = await until("host-a hears of host-b's image", async () => {
      const { images } = await imagesOf(pair.a);
      return images.length > 0 ? images : undefined;
    });
    expect(all).toMatchObject([{ name: "guest", host: "host-b" }]);
    expect((await imagesOf(pair.a, { host: "host-a" })).images).toEqual([]);
    const disks = [{ name: "root", source: { image: "guest" } }];
    await pair.a.perform("instances.create", {
      spec: { name: "web-1", memoryMiB: 32, disks },
      host: "host-b",
      start: true,
    });
    await pair.seen("web-1", "host-b");
    expect((await send(pair.a, `${upload.id}?offset=0&host=host-b`, guest)).error?.code).toBe("not_found");
    expect((await pair.a.mutate("images.delete", { name: "guest", host: "host-b" })).error?.code).toBe(
      "file_in_use",
    );
    expect(JSON.stringify((await pair.b.query("audit.list", { limit: 3 })).data)).toContain("images.delete");
    const { pools } = poolListSchema.parse((await pair.a.query("images.pools")).data);
    expect(pools.map(({ host, name }) => `${host} ${name}`)).toEqual(["host-a default", "host-b default"]);
  });
});
