import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { consoleText, TemporaryHost, until } from "../../testing/temporary-host.ts";

const run = promisify(execFile);

/** A file system of 2 MiB in memory below the host's directory; undefined where the machine allows no mount. */
async function smallFileSystem(
  host: TemporaryHost,
): Promise<({ path: string } & AsyncDisposable) | undefined> {
  const path = join(host.dir, "small");
  await mkdir(path);
  const mounted = await run("mount", ["-t", "tmpfs", "-o", "size=2m", "gantry-test", path]).then(
    () => true,
    () => false,
  );
  if (!mounted) return undefined;
  return { path, [Symbol.asyncDispose]: async () => void (await run("umount", ["-l", path])) };
}

test("a guest whose storage is full stops with the cause, is found so by the next agent, and goes on after the fix", async (context) => {
  await using host = await TemporaryHost.open();
  await using small = await smallFileSystem(host);
  if (small === undefined) return context.skip("this machine allows no mount");
  // A linked image: the guest's first write takes a cluster, which has no room.
  const [file, base] = [join(small.path, "root.qcow2"), join(host.dir, "disks", "web-1.img")];
  await run("qemu-img", ["create", "-q", "-f", "qcow2", "-u", "-b", base, "-F", "raw", file, "1M"]);
  const backing = { file: base, format: "raw" } as const;
  await host.createGuest("web-1", "interactive", { disks: [{ name: "root", source: { file }, backing }] });
  await host.hypervisor.start("web-1");
  await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("READY"));
  await writeFile(join(small.path, "filler"), Buffer.alloc(4 << 20)).catch(() => undefined);
  host.hypervisor.console("web-1").write(Buffer.from("W"));

  const list = () => host.hypervisor.list()[0];
  await until(() => list()?.state === "io-error");
  const cause = "Disk root: there is no space left on its storage. Mend it and resume.";
  expect(list()?.reason).toBe(cause);
  const { figures } = await host.hypervisor.get("web-1");
  expect(figures?.disks).toMatchObject([{ name: "root", ioStatus: "nospace" }]);
  await host.reopen();
  expect(list()).toMatchObject({ state: "io-error", reason: cause });
  await host.hypervisor.resume("web-1");
  await until(() => list()?.state === "io-error" && list()?.reason === cause);

  await run("mount", ["-o", "remount,size=8m", small.path]);
  const before = (await consoleText(host.hypervisor, "web-1")).length;
  await host.hypervisor.resume("web-1");
  await until(async () => (await consoleText(host.hypervisor, "web-1")).slice(before).includes("w"));
  expect(list()).toMatchObject({ state: "running" });
  expect(list()?.reason).toBeUndefined();
  const [root] = (await host.hypervisor.get("web-1")).figures?.disks ?? [];
  expect(root).toMatchObject({ ioStatus: "ok", virtualSizeBytes: 1 << 20 });
  expect(root?.writtenBytes).toBeGreaterThan(0);
});
