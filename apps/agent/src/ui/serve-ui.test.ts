import { createHash } from "node:crypto";
import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openUi } from "./serve-ui.ts";

const page = `<!doctype html><script src="/_next/static/a.js"></script><script>var inline = 1;</script>${" ".repeat(1000)}`;

async function withBuild(test: (get: (path: string, headers?: Get) => Promise<Response>) => Promise<void>) {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-ui-"));
  await mkdir(join(directory.path, "_next/static"), { recursive: true });
  await writeFile(join(directory.path, "index.html"), page);
  await writeFile(join(directory.path, "hosts.html"), page);
  await writeFile(join(directory.path, "404.html"), page);
  await writeFile(join(directory.path, "_next/static/a.js"), `/* ${"x".repeat(2000)} */`);
  const serve = await openUi(directory.path);
  await test((path, { acceptEncoding, ifNoneMatch } = {}) =>
    serve({ path, origin: "http://127.0.0.1:7400", acceptEncoding, ifNoneMatch }),
  );
}

interface Get {
  acceptEncoding?: string;
  ifNoneMatch?: string;
}

describe("The files of the UI", () => {
  it("are found with and without a slash or an ending, and nothing outside is", async () => {
    await withBuild(async (get) => {
      for (const path of ["/", "/hosts", "/hosts/", "/hosts.html"])
        expect((await get(path)).status).toBe(200);
      for (const path of ["/nothing", "/../package.json", "/%2e%2e/package.json", "/_next"]) {
        expect((await get(path)).status).toBe(404);
      }
    });
  });

  it("come with a policy that lets exactly their own inline scripts run", async () => {
    await withBuild(async (get) => {
      const policy = (await get("/")).headers.get("content-security-policy") ?? "";
      const hash = createHash("sha256").update("var inline = 1;").digest("base64");
      expect(policy).toContain(`script-src 'self' 'sha256-${hash}';`);
      expect(policy).toContain("connect-src 'self' ws://127.0.0.1:7400;");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    });
  });

  it("are compressed as the browser likes best", async () => {
    await withBuild(async (get) => {
      const bytes = async (response: Response) => Buffer.from(await response.arrayBuffer());
      const brotli = await get("/", { acceptEncoding: "gzip, deflate, br, zstd" });
      expect(brotli.headers.get("content-encoding")).toBe("br");
      expect(brotliDecompressSync(await bytes(brotli)).toString()).toBe(page);
      const gzip = await get("/", { acceptEncoding: "gzip" });
      expect(gunzipSync(await bytes(gzip)).toString()).toBe(page);
      const plain = await get("/");
      expect(plain.headers.get("content-encoding")).toBeNull();
      expect((await bytes(plain)).toString()).toBe(page);
    });
  });

  it("are kept for ever when their name has a hash, and asked for again when not", async () => {
    await withBuild(async (get) => {
      expect((await get("/_next/static/a.js")).headers.get("cache-control")).toContain("immutable");
      const first = await get("/");
      expect(first.headers.get("cache-control")).toBe("no-cache");
      expect((await get("/", { ifNoneMatch: first.headers.get("etag") ?? "" })).status).toBe(304);
    });
  });

  it("say how to build them when they are not there", async () => {
    const serve = await openUi("/nonexistent");
    const response = await serve({
      path: "/",
      origin: "http://x",
      acceptEncoding: undefined,
      ifNoneMatch: undefined,
    });
    expect(response.status).toBe(503);
    expect(await response.text()).toContain("pnpm build");
  });
});
