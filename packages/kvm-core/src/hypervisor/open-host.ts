import { mkdir, realpath } from "node:fs/promises";
import { findQemu, findQemuUser, probeKvm, readKvmCpuModels } from "../host/index.ts";
import type { HypervisorConfig } from "./hypervisor-config.ts";
import { letThrough } from "./let-through.ts";
import { Pool } from "../images/index.ts";
import { CrashPolicy } from "../instance/crash-policy.ts";
import { type HostServices, InstanceHub } from "../instance/index.ts";
import { GantryError } from "../model/error.ts";
import { runIp } from "../network/index.ts";
import { KernelLog } from "../process/index.ts";
import { FifoStock } from "../serial/index.ts";
import { FileOwnershipStore, Layout } from "../state-dir/index.ts";

/**
 * Makes the directories, finds QEMU and decides how guests run: what every verb on this host needs.
 *
 * @param lifetime aborts when the host is let go; nothing is started after that.
 */
export async function openHost(config: HypervisorConfig, lifetime: AbortSignal): Promise<HostServices> {
  const layout = await prepareLayout(config);
  const qemu = await findQemu(config.qemu, { cacheDir: layout.directories.stateDir });
  const accelerator = await chooseAccelerator(config, qemu.binary);
  const qemuUser = await findQemuUser({ wanted: config.qemuUser ?? "auto", accelerator });
  if (qemuUser !== undefined) await letThrough(layout, qemuUser);
  return {
    host: config.host,
    layout,
    fifos: await FifoStock.open(layout.fifoDir),
    kernelLog: new KernelLog(),
    qemu,
    accelerator,
    qemuUser,
    kvmModels: accelerator === "kvm" ? await readKvmCpuModels(qemu.binary) : undefined,
    ownership: config.ownership ?? new FileOwnershipStore(layout.ownershipDir),
    hub: new InstanceHub(),
    listed: new Set(),
    imageRoots: config.imageRoots,
    imageDirs: config.pools.map(({ name, path }) => new Pool(name, path).imagesDir),
    network: {
      run: config.ip ?? runIp,
      // Two hosts may have one name, but never one state directory.
      scope: `${config.host}\0${layout.directories.stateDir}`,
      hook: config.networkHook,
    },
    log: config.log ?? (() => undefined),
    lifetime,
    maintenance: config.maintenance ?? (() => undefined),
    crashPolicy: new CrashPolicy(lifetime),
  };
}

async function prepareLayout({ stateDir, runDir, logDir }: HypervisorConfig): Promise<Layout> {
  const layout = new Layout({ stateDir, runDir, logDir });
  await layout.prepare();
  // Links are resolved once: process tables show real paths.
  const [state, run, log] = await Promise.all([realpath(stateDir), realpath(runDir), realpath(logDir)]);
  return new Layout({ stateDir: state, runDir: run, logDir: log });
}

async function chooseAccelerator(config: HypervisorConfig, binary: string): Promise<"kvm" | "tcg"> {
  if (config.accel === "tcg") return "tcg";
  await mkdir(config.stateDir, { recursive: true, mode: 0o700 });
  const kvm = await probeKvm({ qemu: binary, cacheDir: config.stateDir });
  if (kvm.usable) return "kvm";
  if (config.accel === "auto") return "tcg";
  throw new GantryError("kvm_unusable", {
    message: `KVM was asked for but cannot be used here: ${kvm.reason}`,
    hint: 'Mend that, or set GANTRY_ACCEL to "auto" or "tcg" to emulate instead.',
    details: { reason: kvm.reason },
  });
}
