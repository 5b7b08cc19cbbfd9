import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, mkdtempDisposable, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { backingChain, type InstanceSpec } from "../model/index.ts";
import { QmpConnection, queryChardevs, queryNamedBlockNodes, queryStatus } from "../qmp/index.ts";
import { makeEndpoint } from "../serial/index.ts";
import { kernelImage } from "../testing/kernel-image.ts";
import { TestNetwork } from "../testing/test-network.ts";
import { type GoldenCase, readGoldenCases } from "./testing/golden-cases.ts";

const mebibyte = 1024 * 1024;
const tapsPossible = await TestNetwork.isPossible();
const startable = readGoldenCases().filter(
  ({ cannotStart, input }) =>
    cannotStart === undefined && (tapsPossible || Object.keys(input.taps).length === 0),
);

describe("a real QEMU", () => {
  test.for(startable)(
    "takes the golden command line of $name and opens what was meant",
    async (golden, { signal }) => {
      await using scope = new AsyncDisposableStack();
      const { path: root } = scope.use(await mkdtempDisposable(join(tmpdir(), "gantry-golden-")));
      await makeFiles(golden, root);
      const qemu = await start(scope, golden, await prefixFor(scope, golden), root);
      const qmp = scope.use(await connected(qemu, join(root, golden.input.paths.monitor), signal));

      expect((await queryStatus(qmp)).status).toBe(golden.input.incoming ? "inmigrate" : "prelaunch");
      const labels = (await queryChardevs(qmp)).map(({ label }) => label);
      expect(labels).toContain(`monitor-${golden.input.incarnation}`);
      expect(await openedFiles(qmp)).toEqual(expectedFiles(golden, root));
    },
  );
});

/** The golden lines, with every path moved below the test's directory. */
async function start(
  scope: AsyncDisposableStack,
  golden: GoldenCase,
  prefix: readonly string[],
  root: string,
): Promise<RunningQemu> {
  const lines = readFileSync(golden.argsFile, "utf8").trimEnd().split("\n");
  const argv = lines.flatMap((line) => {
    const space = line.indexOf(" ");
    return space === -1 ? [line] : [line.slice(0, space), moved(line.slice(space + 1), root)];
  });
  const [program = "", ...args] = [...prefix, "qemu-system-x86_64", ...argv];
  const process = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
  const exit = once(process, "exit");
  let stderr = "";
  process.stderr.on("data", (text: Buffer) => {
    stderr += text.toString();
  });
  scope.defer(async () => {
    process.kill("SIGKILL");
    await exit;
  });
  return { process, exit, complaints: () => stderr };
}

interface RunningQemu {
  readonly process: ChildProcess;
  readonly exit: Promise<unknown>;
  readonly complaints: () => string;
}

async function connected(qemu: RunningQemu, path: string, signal: AbortSignal): Promise<QmpConnection> {
  const gone = new AbortController();
  void qemu.exit.then(() => gone.abort());
  const until = AbortSignal.any([signal, gone.signal]);
  // QEMU listens before it has made its CPUs and greets after: with 255 of them that takes seconds.
  return await QmpConnection.open({ path, signal: until, greetingTimeoutMs: 40_000 }).catch(
    (cause: unknown) => {
      throw new Error(`QEMU refused its command line: ${qemu.complaints()}`, { cause });
    },
  );
}

function moved(text: string, root: string): string {
  return text.replaceAll("/images/", `${root}/images/`).replaceAll("/run/", `${root}/run/`);
}

async function makeFiles({ input: { spec, paths } }: GoldenCase, root: string): Promise<void> {
  await mkdir(join(root, dirname(paths.monitor)), { recursive: true });
  for (const { endpoint, log } of paths.serial) {
    await mkdir(join(root, dirname(log)), { recursive: true });
    await makeEndpoint(join(root, endpoint));
  }
  if (paths.recoveryMonitor !== undefined) await makeEndpoint(join(root, paths.recoveryMonitor));
  await mkdir(join(root, "images"), { recursive: true });
  for (const path of flashFiles(spec, paths)) await makeRaw(join(root, path), 2 * mebibyte);
  if (spec.cloudInit !== undefined) await makeRaw(join(root, paths.seed), mebibyte);
  if ("kernel" in spec.boot) {
    await writeFile(join(root, spec.boot.kernel), kernelImage());
    if (spec.boot.initrd !== undefined) await writeFile(join(root, spec.boot.initrd), "initrd");
  }
  for (const { file, format } of imagesOf(spec)) {
    const path = join(root, file);
    await mkdir(dirname(path), { recursive: true });
    if (format === "raw") await makeRaw(path, mebibyte);
    else await makeQcow2(path);
  }
}

/** Every image of a spec, those below linked ones included. */
function imagesOf({ disks }: InstanceSpec): { readonly file: string; readonly format: "raw" | "qcow2" }[] {
  return disks.flatMap((disk) => [
    ...("file" in disk.source ? [{ file: disk.source.file, format: disk.format }] : []),
    ...backingChain(disk),
  ]);
}

async function makeRaw(path: string, bytes: number): Promise<void> {
  await writeFile(path, "");
  await truncate(path, bytes);
}

/** `qemu-img` would take a name with `:` for a protocol; `file:` before it ends that. */
async function makeQcow2(path: string): Promise<void> {
  await promisify(execFile)("qemu-img", ["create", "-q", "-f", "qcow2", `file:${path}`, "1M"]);
}

async function prefixFor(
  scope: AsyncDisposableStack,
  { input: { taps } }: GoldenCase,
): Promise<readonly string[]> {
  if (Object.keys(taps).length === 0) return [];
  const network = scope.use(await TestNetwork.make());
  for (const tap of Object.values(taps)) {
    await network.run("ip", ["tuntap", "add", "dev", tap, "mode", "tap", "vnet_hdr"]);
  }
  return network.prefix;
}

/** What QEMU says it opened, by the name of the node that reads the bytes. */
async function openedFiles(qmp: QmpConnection): Promise<Record<string, string>> {
  const nodes = await queryNamedBlockNodes(qmp);
  const files = nodes.filter(({ driver }) => driver === "file");
  return Object.fromEntries(files.map((node) => [node.nodeName, node.image.filename]));
}

function expectedFiles({ input: { spec, paths } }: GoldenCase, root: string): Record<string, string> {
  const disks = spec.disks.flatMap((disk) => [
    ...("file" in disk.source ? [[`file-${disk.name}`, disk.source.file]] : []),
    ...backingChain(disk).map(({ file }, index) => [`base${index + 1}file-${disk.name}`, file]),
  ]);
  const [code, vars] = flashFiles(spec, paths);
  const flash = [
    ["uefi-code-file", code],
    ["uefi-vars-file", vars],
  ].filter(([, path]) => path !== undefined);
  const seed = spec.cloudInit === undefined ? [] : [["seed-file", paths.seed]];
  return Object.fromEntries(
    [...disks, ...flash, ...seed].map(([node, path]) => [node, join(root, path ?? "")]),
  );
}

function flashFiles(spec: InstanceSpec, { uefi }: GoldenCase["input"]["paths"]): string[] {
  const byUefi = "firmware" in spec.boot && spec.boot.firmware === "uefi";
  return byUefi && uefi !== undefined ? [uefi.code, uefi.vars] : [];
}
