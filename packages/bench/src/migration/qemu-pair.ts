import { type ChildProcess, spawn } from "node:child_process";
import { randomFillSync } from "node:crypto";
import { once } from "node:events";
import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod";
import { processorNanoseconds } from "../figures/processor-time.ts";
import { ByHandMonitor } from "../peers/by-hand-monitor.ts";
import { targetName } from "./certificates.ts";
import { startRelays } from "./relay-pair.ts";

/** Memory of the guest, in MiB: all of it is random, so that every page travels. */
export const guestMiB = 512;

/** A way from one QEMU to the other. */
export type Way = "tcp" | "tcp, TLS x509" | "tcp, TLS psk" | "relay, plain" | "relay, TLS";

/** What one migration took. */
export interface Passage {
  readonly megabytesPerSecond: number;
  /** Processor seconds for each GB that travelled: of both QEMUs, and of both relays. */
  readonly qemuSecondsPerGigabyte: number;
  readonly relaySecondsPerGigabyte: number;
  readonly pauseMs: number;
}

const infoSchema = z.object({
  status: z.string(),
  "total-time": z.number().optional(),
  downtime: z.number().optional(),
  "error-desc": z.string().optional(),
  ram: z.object({ transferred: z.number(), "normal-bytes": z.number() }).optional(),
});
const addressSchema = z.object({ "socket-address": z.array(z.object({ port: z.string() })) });

/** Writes the memory that guests begin with. */
export async function writeMemory(path: string): Promise<void> {
  const block = Buffer.alloc(2 ** 20);
  await using file = await open(path, "wx");
  for (let written = 0; written < guestMiB; written += 1) await file.write(randomFillSync(block));
}

/** What a passage is made from. */
export interface PassagePlaces {
  /** A directory of its own, still to be made. */
  readonly below: string;
  readonly memory: string;
  readonly disk: string;
  readonly tls: string;
}

/** Moves a running guest with this memory once, and ends both QEMUs. */
export async function passOver(way: Way, places: PassagePlaces, signal: AbortSignal): Promise<Passage> {
  await using stack = new AsyncDisposableStack();
  await mkdir(places.below);
  const filled = `memory-backend-file,id=mem,size=${guestMiB}M,mem-path=${places.memory},share=off`;
  const empty = `memory-backend-ram,id=mem,size=${guestMiB}M`;
  const source = stack.use(await start({ ...places, name: "s", backend: filled, incoming: false }, signal));
  const target = stack.use(await start({ ...places, name: "d", backend: empty, incoming: true }, signal));
  const capabilities = ["events", "return-path"].map((capability) => ({ capability, state: true }));
  for (const { monitor } of [source, target])
    await monitor.execute("migrate-set-capabilities", { capabilities });
  await source.monitor.execute("migrate-set-parameters", { "max-bandwidth": 0 });
  if (way === "tcp, TLS x509" || way === "tcp, TLS psk") {
    await secure(source.monitor, { way, endpoint: "client", dir: places.tls });
    await secure(target.monitor, { way, endpoint: "server", dir: places.tls });
  }
  const { uri, relays } = await (way.startsWith("tcp")
    ? directly(target.monitor)
    : throughRelays(way, { target: target.monitor, places, stack }));
  await source.monitor.execute("cont");
  await source.monitor.untilRunning();
  return await measure(source.monitor, uri, { qemus: [source.pid, target.pid], relays });
}

/** QEMU's own TLS. */
async function secure(
  monitor: ByHandMonitor,
  { way, endpoint, dir }: { way: Way; endpoint: "client" | "server"; dir: string },
): Promise<void> {
  const common = { id: "t0", dir, endpoint };
  const isClient = endpoint === "client";
  await monitor.execute(
    "object-add",
    way === "tcp, TLS psk"
      ? { "qom-type": "tls-creds-psk", ...common, ...(isClient && { username: "bench" }) }
      : { "qom-type": "tls-creds-x509", ...common, "verify-peer": true },
  );
  const hostname = isClient ? { "tls-hostname": targetName } : {};
  await monitor.execute("migrate-set-parameters", { "tls-creds": "t0", ...hostname });
}

interface Route {
  readonly uri: string;
  /** Processes of the relays on the way. */
  readonly relays: readonly number[];
}

async function directly(target: ByHandMonitor): Promise<Route> {
  await target.execute("migrate-incoming", { uri: "tcp:127.0.0.1:0" });
  const listening = addressSchema.parse(await target.execute("query-migrate"));
  return { uri: `tcp:127.0.0.1:${listening["socket-address"][0]?.port ?? ""}`, relays: [] };
}

async function throughRelays(
  way: Way,
  { target, places, stack }: { target: ByHandMonitor; places: PassagePlaces; stack: AsyncDisposableStack },
): Promise<Route> {
  const [sourceSocket, targetSocket] = [join(places.below, "out"), join(places.below, "in")];
  await target.execute("migrate-incoming", { uri: `unix:${targetSocket}` });
  const kind = way === "relay, TLS" ? "tls" : "plain";
  const relays = stack.use(await startRelays({ kind, tlsDirectory: places.tls, sourceSocket, targetSocket }));
  return { uri: `unix:${sourceSocket}`, relays: relays.pids };
}

async function measure(
  monitor: ByHandMonitor,
  uri: string,
  pids: { readonly qemus: readonly number[]; readonly relays: readonly number[] },
): Promise<Passage> {
  const before = [await spent(pids.qemus), await spent(pids.relays)] as const;
  await monitor.execute("migrate", { uri });
  for (;;) {
    const info = infoSchema.parse(await monitor.execute("query-migrate"));
    if (info.status === "failed")
      throw new Error(`The migration failed: ${info["error-desc"] ?? "no reason"}`);
    if (info.status !== "completed") {
      await delay(20);
      continue;
    }
    const gigabytes = (info.ram?.transferred ?? 0) / 1e9;
    return {
      megabytesPerSecond: (gigabytes * 1e6) / (info["total-time"] ?? Number.NaN),
      qemuSecondsPerGigabyte: ((await spent(pids.qemus)) - before[0]) / gigabytes,
      relaySecondsPerGigabyte: ((await spent(pids.relays)) - before[1]) / gigabytes,
      pauseMs: info.downtime ?? Number.NaN,
    };
  }
}

async function spent(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(pids.map(processorNanoseconds));
  return each.reduce((sum, one) => sum + Number(one) / 1e9, 0);
}

interface Started extends AsyncDisposable {
  readonly pid: number;
  readonly monitor: ByHandMonitor;
}

async function start(
  how: {
    readonly below: string;
    readonly disk: string;
    readonly name: string;
    readonly backend: string;
    readonly incoming: boolean;
  },
  signal: AbortSignal,
): Promise<Started> {
  const socket = join(how.below, how.name);
  const args = [
    ...["-nodefaults", "-display", "none", "-accel", "tcg", "-m", String(guestMiB), "-S"],
    ...["-machine", "pc,memory-backend=mem", "-object", how.backend],
    ...["-drive", `if=virtio,format=raw,readonly=on,file=${how.disk}`],
    ...["-qmp", `unix:${socket},server=on,wait=off`],
    ...(how.incoming ? ["-incoming", "defer"] : []),
  ];
  const child: ChildProcess = spawn("qemu-system-x86_64", args, { stdio: ["ignore", "ignore", "inherit"] });
  const monitor = await ByHandMonitor.open(socket, signal);
  return {
    pid: child.pid ?? 0,
    monitor,
    [Symbol.asyncDispose]: async () => {
      monitor[Symbol.dispose]();
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}
