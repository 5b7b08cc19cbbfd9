import { randomBytes } from "node:crypto";
import { mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OperationContext } from "@gantry/kvm-core";
import { describe, expect, test } from "vitest";
import { ImageServer } from "../testing/image-server.ts";
import { AddressGuard } from "./address-guard.ts";
import { fetchChecksum } from "./checksum-list.ts";
import { type Download, download } from "./download.ts";

const image = randomBytes(3_000_000);
const guard = new AddressGuard(["127.0.0.0/8"]);

async function place() {
  await using stack = new AsyncDisposableStack();
  const directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-download-")));
  const server = stack.use(await ImageServer.start(image));
  const kept = stack.move();
  const abort = new AbortController();
  const context: OperationContext = {
    signal: abort.signal,
    step: () => undefined,
    progress: () => undefined,
    mayCancel: () => undefined,
  };
  const part = join(directory.path, "debian.part");
  const wanted: Download = { url: new URL(`${server.url}/debian.qcow2`), part, mostBytes: 10_000_000, guard };
  const files = () => readdir(directory.path);
  return {
    ...{ server, context, wanted, part, files, abort },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

describe("A download", () => {
  test("goes on where its connection broke, and asks whether the file is still the same", async () => {
    await using it = await place();
    it.server.cuts = [1_000_000, 500_000];
    await download(it.wanted, it.context);
    expect((await readFile(it.part)).equals(image)).toBe(true);
    expect(it.server.requests).toHaveLength(3);
    expect(it.server.requests[0]).toMatchObject({ range: undefined });
    for (const { range, ifRange } of it.server.requests.slice(1)) {
      expect(ifRange).toBe('"one"');
      expect(Number(/\d+/.exec(range ?? "")?.[0])).toBeGreaterThan(0);
    }
    expect(await it.files()).toEqual(["debian.part"]);
  });

  test("that was given up goes on the next time, and begins anew when the file is another one", async () => {
    await using it = await place();
    it.server.cuts = [1_000_000, 0, 0, 0, 0];
    await expect(download(it.wanted, it.context)).rejects.toMatchObject({
      code: "download_failed",
      hint: expect.stringContaining("goes on where it stopped"),
    });
    expect(await it.files()).toEqual(["debian.part", "debian.part.json"]);
    it.server.etag = '"two"';
    it.server.image = Buffer.from(image).reverse();
    it.server.cuts = [];
    await download(it.wanted, it.context);
    expect((await readFile(it.part)).equals(it.server.image)).toBe(true);
  });

  test("does not take the beginning of another address for its own", async () => {
    await using it = await place();
    await writeFile(it.part, Buffer.alloc(5_000_000));
    await writeFile(`${it.part}.json`, JSON.stringify({ url: "http://192.0.2.1/x", validator: '"one"' }));
    await download(it.wanted, it.context);
    expect((await readFile(it.part)).equals(image)).toBe(true);
  });

  test("that is larger than allowed is refused, told or not, and leaves nothing", async () => {
    await using it = await place();
    await expect(download({ ...it.wanted, mostBytes: 2_000_000 }, it.context)).rejects.toMatchObject({
      code: "image_refused",
    });
    it.server.pages.set("/endless", (answer) => answer.write(image));
    const endless = { ...it.wanted, url: new URL(`${it.server.url}/endless`), mostBytes: 2_000_000 };
    await expect(download(endless, it.context)).rejects.toMatchObject({ code: "image_refused" });
    expect(await it.files()).toEqual([]);
  });

  test("that is cancelled leaves nothing", async () => {
    await using it = await place();
    it.server.pages.set("/slow", (answer) => {
      answer.write(image.subarray(0, 1000));
      it.abort.abort(new Error("enough"));
    });
    const slow = { ...it.wanted, url: new URL(`${it.server.url}/slow`) };
    await expect(download(slow, it.context)).rejects.toThrow("enough");
    expect(await it.files()).toEqual([]);
  });

  test("is not led to this machine's link, to a file or round in circles, wherever a server points", async () => {
    await using it = await place();
    const leads = (to: string) =>
      it.server.pages.set("/away", (answer) => answer.writeHead(302, { location: to }).end());
    const away = { ...it.wanted, url: new URL(`${it.server.url}/away`) };
    for (const to of ["http://169.254.169.254/latest", "file:///etc/shadow", "http://[::1]/"]) {
      leads(to);
      await expect(download(away, it.context)).rejects.toMatchObject({ code: "download_refused" });
    }
    leads("/debian.qcow2");
    await download(away, it.context);
    expect((await readFile(it.part)).equals(image)).toBe(true);
    const guarded = { ...it.wanted, guard: new AddressGuard([]) };
    await expect(download(guarded, it.context)).rejects.toMatchObject({ code: "download_refused" });
  });

  test("of what the server does not have says so", async () => {
    await using it = await place();
    it.server.pages.set("/debian.qcow2", (answer) => answer.writeHead(404).end());
    await expect(download(it.wanted, it.context)).rejects.toMatchObject({
      code: "download_failed",
      message: expect.stringContaining("answered 404"),
    });
  });
});

test("A checksum is taken from the list beside the image, or the list is refused", async () => {
  await using it = await place();
  it.server.pages.set("/SHA256SUMS", (answer) => answer.end(`${"a".repeat(64)}  debian.qcow2\n`));
  const list = new URL(`${it.server.url}/SHA256SUMS`);
  const request = { guard, signal: it.context.signal };
  expect(await fetchChecksum(list, it.wanted.url, request)).toEqual({
    algorithm: "sha256",
    digest: "a".repeat(64),
  });
  await expect(fetchChecksum(list, new URL("/other", list), request)).rejects.toMatchObject({
    code: "image_refused",
  });
  it.server.pages.set("/SHA256SUMS", (answer) => answer.end("x".repeat(2_000_000)));
  await expect(fetchChecksum(list, it.wanted.url, request)).rejects.toMatchObject({ code: "image_refused" });
});
