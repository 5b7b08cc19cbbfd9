import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { buildLinuxGuest, createDataDisk, defaultCacheDir, linuxGuestCommandLine } from "@gantry/demo-guest";
import { describe, expect, test } from "vitest";
import { type OperationContext, silentContext } from "../instance/index.ts";
import { type MigrationOptions, migrationOptionsSchema, migrationSteps } from "../model/migration.ts";
import { qemuImg } from "../storage/qemu-img.ts";
import { instanceSpecSchema } from "../model/spec.ts";
import { GuestShell } from "../testing/guest-shell.ts";
import { LocalPeer } from "../testing/local-peer.ts";
import { writesIn } from "../testing/qcow2-guest.ts";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const mib = 1024 * 1024;
/** On a busy machine the last of the disks takes longer to be written than anybody would allow. */
const patient = { allowedPauseMs: 20_000 };

/** Two hosts whose disks lie apart, and a guest on the first with a raw boot disk and a qcow2 disk of data. */
class TwoStores implements AsyncDisposable {
  readonly a: TemporaryHost;
  readonly b: TemporaryHost;
  readonly toB: LocalPeer;
  /** On the target. */
  readonly directory: string;
  readonly #stack: AsyncDisposableStack;

  private constructor(stack: AsyncDisposableStack, a: TemporaryHost, b: TemporaryHost) {
    this.#stack = stack;
    this.a = a;
    this.b = b;
    this.toB = new LocalPeer(() => b.hypervisor);
    this.directory = join(b.dir, "copies");
  }

  static async open(): Promise<TwoStores> {
    await using stack = new AsyncDisposableStack();
    const a = stack.use(await TemporaryHost.open({ host: "host-a" }));
    const b = stack.use(await TemporaryHost.open({ host: "host-b" }));
    const both = new TwoStores(stack.move(), a, b);
    await mkdir(both.directory);
    const raw = join(a.dir, "data.raw");
    await writeFile(raw, Buffer.alloc(24 * mib, "gantry"));
    await image(["convert", "-q", "-f", "raw", "-O", "qcow2", raw, both.source("data.qcow2")]);
    await a.createGuest("web-1", "interactive", {
      memoryMiB: 64,
      disks: [
        { name: "root", source: { file: both.source("web-1.img") }, format: "raw" },
        {
          name: "data",
          source: { file: both.source("data.qcow2") },
          format: "qcow2",
          limits: { bytesPerSecond: 50 * mib },
        },
      ],
    });
    await a.hypervisor.start("web-1");
    await until(async () => (await consoleText(a.hypervisor, "web-1")).includes("READY"));
    return both;
  }

  source(name: string): string {
    return join(this.a.dir, "disks", name);
  }

  target(name: string): string {
    return join(this.directory, name);
  }

  options(more: Partial<MigrationOptions> = {}): MigrationOptions {
    const { directory: targetDirectory } = this;
    return migrationOptionsSchema.parse({
      ...patient,
      copyDisks: ["root", "data"],
      targetDirectory,
      ...more,
    });
  }

  /** A migration that will not end by itself, once its disks are being copied. */
  async copying(context: OperationContext = silentContext()): Promise<{ readonly ended: Promise<unknown> }> {
    const begun = Promise.withResolvers<void>();
    const progress: OperationContext["progress"] = (...how) => {
      context.progress(...how);
      begun.resolve();
    };
    const options = this.options({ bandwidth: 200_000 });
    const ended = this.a.hypervisor
      .migrate("web-1", { peer: this.toB, options, context: { ...context, progress } })
      .catch((error: unknown) => error);
    await Promise.race([begun.promise, ended]);
    return { ended };
  }

  /** Nothing of the migration is left anywhere; the guest runs on at its source, writes, and can be moved after all. */
  async expectStayed(): Promise<void> {
    const { a, b } = this;
    expect(a.hypervisor.list()).toMatchObject([{ state: "running", host: "host-a" }]);
    await until(async () => (await b.qemuPids()).length === 0);
    await until(async () => (await readdir(this.directory)).length === 0);
    expect(b.hypervisor.list()).toEqual([]);
    await this.expectWrites(a);
    const { runtime } = await a.hypervisor.get("web-1");
    expect(runtime).toBeDefined();
    const result = await a.hypervisor.migrate("web-1", { peer: this.toB, options: this.options() });
    expect(result.outcome).toBe("moved");
    await this.expectWrites(b);
    expect((await readdir(this.directory)).sort()).toEqual(["data.qcow2", "web-1.img"]);
  }

  /** The guest writes to its disk, without an error. */
  async expectWrites({ hypervisor }: TemporaryHost): Promise<void> {
    const port = hypervisor.console("web-1");
    const before = await port.settle();
    port.write(Buffer.from("W"));
    const said = async () => {
      const end = await port.settle();
      return Buffer.from(await port.read(before, end - before))
        .toString("latin1")
        .replaceAll(".", "");
    };
    await until(async () => (await said()) !== "");
    expect(await said()).toMatch(/^w+$/);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}

async function image(args: readonly string[]): Promise<string> {
  return await qemuImg(args, { what: "The test's image", path: args.at(-1) ?? "" });
}

test("a guest takes its disks along, raw and qcow2, and the source's files stay", async () => {
  await using both = await TwoStores.open();
  const { a, b, toB } = both;
  const steps: string[] = [];
  const context: OperationContext = {
    ...silentContext(),
    step: (name, status) => {
      if (status === "done") steps.push(name);
    },
  };
  const result = await a.hypervisor.migrate("web-1", { peer: toB, options: both.options(), context });
  expect(steps).toEqual([...migrationSteps]);
  expect(result).toMatchObject({
    outcome: "moved",
    disks: [
      {
        disk: "root",
        source: "kept",
        sourceFile: both.source("web-1.img"),
        targetFile: both.target("web-1.img"),
      },
      { disk: "data", source: "kept", targetFile: both.target("data.qcow2") },
    ],
  });
  expect((await readdir(both.directory)).sort()).toEqual(["data.qcow2", "web-1.img"]);
  const { spec } = await b.hypervisor.get("web-1");
  expect(spec.disks.map(({ source }) => source)).toEqual([
    { file: both.target("web-1.img") },
    { file: both.target("data.qcow2") },
  ]);
  await both.expectWrites(b);
  await b.hypervisor.stop("web-1", { force: true });
  await image([
    "compare",
    "-q",
    "-f",
    "qcow2",
    "-F",
    "qcow2",
    both.source("data.qcow2"),
    both.target("data.qcow2"),
  ]);
  await b.hypervisor.start("web-1");
  await until(async () => (await consoleText(b.hypervisor, "web-1")).split("READY").length > 2);
});

test("what the guest writes while its disks are copied is on the copies", async () => {
  await using both = await TwoStores.open();
  const { a, b, toB } = both;
  let writing = true;
  const context: OperationContext = {
    ...silentContext(),
    step: (name) => {
      if (name === "switchover") writing = false;
    },
  };
  const options = both.options({ bandwidth: 20 * mib });
  const moving = a.hypervisor.migrate("web-1", { peer: toB, options, context });
  let typed = 0;
  while (writing) {
    if (a.hypervisor.console("web-1").write(Buffer.from("W"))) typed += 1;
    await delay(5);
  }
  await moving;
  const written = async () => (await consoleText(b.hypervisor, "web-1")).match(/w/g)?.length ?? 0;
  await until(async () => (await written()) === typed);
  await b.hypervisor.stop("web-1", { force: true });
  expect(typed).toBeGreaterThan(10);
  expect(await writesIn(both.target("web-1.img"), "raw")).toBe(typed);
});

test("a Linux that writes files all the while finds each of them whole on its copied disk", {
  timeout: 180_000,
}, async () => {
  await using stack = new AsyncDisposableStack();
  const a = stack.use(await TemporaryHost.open({ host: "host-a" }));
  const b = stack.use(await TemporaryHost.open({ host: "host-b" }));
  const { kernel, initrd } = await buildLinuxGuest({ cacheDir: defaultCacheDir(process.env) });
  const data = join(a.dir, "disks", "data.img");
  await createDataDisk(data);
  const spec = instanceSpecSchema.parse({
    name: "linux",
    memoryMiB: 128,
    boot: { kernel, initrd, cmdline: linuxGuestCommandLine("linux") },
    disks: [{ name: "data", source: { file: data }, format: "raw" }],
  });
  await a.hypervisor.create({ spec, start: true });
  let host = a;
  const shell = new GuestShell(() => host.hypervisor, "linux");
  await shell.ready();
  const write = "head -c 50000 /dev/urandom > /data/$n; md5sum /data/$n >> /sums; sync";
  await shell.run(
    `touch /go; (n=0; while [ -e /go ]; do n=$((n+1)); rm -f /data/$((n-200)); ${write}; done) & true`,
  );
  await shell.until("[ -s /sums ]");
  const options = migrationOptionsSchema.parse({
    ...patient,
    copyDisks: ["data"],
    targetDirectory: join(b.dir, "disks"),
  });
  const moved = await a.hypervisor.migrate("linux", { peer: new LocalPeer(() => b.hypervisor), options });
  expect(moved.outcome).toBe("moved");
  host = b;
  await shell.run("rm /go; wait; umount /data && echo 3 > /proc/sys/vm/drop_caches && mount /dev/vda /data");
  const { output, code } = await shell.run(
    "tail -n 200 /sums | md5sum -c | grep -vc OK; dmesg | grep -c 'I/O error'",
  );
  expect({ output, code }).toEqual({ output: "0\n0\n", code: 1 });
});

test("a target that falls silent while the last of the disks is copied costs the guest a moment", async () => {
  await using both = await TwoStores.open();
  const { a, b, toB } = both;
  const probe = toB.probe.bind(toB);
  // Asked while the guest is paused, right before the copies are ended.
  toB.probe = async (id) => {
    const answer = await probe(id);
    for (const pid of await b.qemuPids()) process.kill(pid, "SIGSTOP");
    return answer;
  };
  const moving = a.hypervisor.migrate("web-1", { peer: toB, options: both.options({ allowedPauseMs: 300 }) });
  await expect(moving).rejects.toMatchObject({ code: "migration_failed" });
  toB.probe = probe;
  await both.expectStayed();
});

test("the source's files go when that is asked for, once the guest runs on the target", async () => {
  await using both = await TwoStores.open();
  const { a, b, toB } = both;
  const options = both.options({ deleteSource: true });
  const { disks } = await a.hypervisor.migrate("web-1", { peer: toB, options });
  expect(disks.map(({ source }) => source)).toEqual(["deleted", "deleted"]);
  expect(await readdir(join(a.dir, "disks"))).toEqual([]);
  await both.expectWrites(b);
});

describe("A copy of disks that", () => {
  test("loses its link leaves the guest running with no error, and nothing on the target", async () => {
    await using both = await TwoStores.open();
    const { ended } = await both.copying();
    both.toB.stream?.destroy();
    expect(await ended).toMatchObject({ code: "migration_failed", where: "web-1 still runs on host-a." });
    await both.expectStayed();
  });

  test("is cancelled leaves the guest running with no error, and nothing on the target", async () => {
    await using both = await TwoStores.open();
    const cancel = new AbortController();
    const { ended } = await both.copying({ ...silentContext(), signal: cancel.signal });
    cancel.abort();
    expect(await ended).toMatchObject({ code: "cancelled" });
    await both.expectStayed();
  });

  test("loses the target's QEMU leaves the guest running with no error, and nothing on the target", async () => {
    await using both = await TwoStores.open();
    const { ended } = await both.copying();
    for (const pid of await both.b.qemuPids()) process.kill(pid, "SIGKILL");
    expect(await ended).toMatchObject({ code: "migration_failed" });
    await both.expectStayed();
  });

  test("loses the target's agent leaves nothing once the next one is there", async () => {
    await using both = await TwoStores.open();
    const { ended } = await both.copying();
    both.toB.broken.add("abort");
    const stream = both.toB.stream;
    await both.b.reopen();
    stream?.destroy();
    expect(await ended).toMatchObject({ code: "migration_failed" });
    both.toB.broken.clear();
    await both.expectStayed();
  });

  test("loses the source's agent is given up by the target at once and by the next agent of the source", async () => {
    await using both = await TwoStores.open();
    const { ended } = await both.copying();
    both.toB.broken.add("abort");
    await both.a.reopen();
    await ended;
    // Also when the source never comes back: the target needs nobody for it.
    await until(async () => (await readdir(both.directory)).length === 0);
    await both.a.hypervisor.recover(() => both.toB);
    both.toB.broken.clear();
    await both.expectStayed();
  });
});
