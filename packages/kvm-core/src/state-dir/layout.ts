import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { GantryError } from "../model/error.ts";

/** `sun_path` of a Unix socket holds 108 bytes with its terminating zero; QEMU and Node refuse longer ones. */
const maxSocketPathBytes = 107;

/** The three directories that a host's Gantry uses: what must last, what dies with the boot, what people read. */
export interface Directories {
  readonly stateDir: string;
  readonly runDir: string;
  readonly logDir: string;
}

/** Where each file of an instance lies. Run-time paths use the first 8 digits of the uuid: sockets have short paths. */
export class Layout {
  readonly #directories: Directories;

  constructor(directories: Directories) {
    this.#directories = directories;
  }

  get directories(): Directories {
    return this.#directories;
  }

  get instancesDir(): string {
    return join(this.#directories.stateDir, "instances");
  }

  get incomingDir(): string {
    return join(this.#directories.stateDir, "incoming");
  }

  get ownershipDir(): string {
    return join(this.#directories.stateDir, "ownership");
  }

  /** FIFOs made in advance, on the file system of the process directories. */
  get fifoDir(): string {
    return join(this.#directories.runDir, "fifos");
  }

  /** Which files belong to QEMU's account for as long as a process lives, and whose they were. */
  get lentDir(): string {
    return join(this.#directories.stateDir, "lent");
  }

  get lockFile(): string {
    return join(this.#directories.stateDir, "lock.db");
  }

  instanceDir(uuid: string): string {
    return join(this.instancesDir, uuid);
  }

  instanceFile(uuid: string): string {
    return join(this.instanceDir(uuid), "instance.json");
  }

  runtimeFile(uuid: string): string {
    return join(this.instanceDir(uuid), "runtime.json");
  }

  /** What the end of the present process will mean, noted before it is ended. */
  endingFile(uuid: string): string {
    return join(this.instanceDir(uuid), "ending.json");
  }

  /** Names both QEMU processes of an instance while its guest goes over from one to the other. */
  successionFile(uuid: string): string {
    return join(this.instanceDir(uuid), "succession.json");
  }

  journalFile(uuid: string): string {
    return join(this.instanceDir(uuid), "journal");
  }

  /** The UEFI variable store that belongs to one instance. */
  uefiVariables(uuid: string): string {
    return join(this.instanceDir(uuid), "uefi-vars.fd");
  }

  /** Says whether the guest's memory lies in {@link savedMemory}, and whether it may still be used. */
  savedMemoryRecord(uuid: string): string {
    return join(this.instanceDir(uuid), "suspend.json");
  }

  /** The memory of a suspended guest, as QEMU's migration stream. */
  savedMemory(uuid: string): string {
    return join(this.instanceDir(uuid), "memory");
  }

  /** What is kept beside the snapshots in an instance's images. */
  snapshotsDir(uuid: string): string {
    return join(this.instanceDir(uuid), "snapshots");
  }

  lentFile(uuid: string): string {
    return join(this.lentDir, `${uuid}.json`);
  }

  incomingFile(migrationId: string): string {
    return join(this.incomingDir, `${migrationId}.json`);
  }

  /** Which files come to be for a guest on its way here: whatever happens, they go again unless it arrives. */
  incomingImages(migrationId: string): string {
    return join(this.incomingDir, `${migrationId}.images`);
  }

  /** Stays for ever: says that a migration reached this host, whatever became of the instance since. */
  arrivedFile(migrationId: string): string {
    return join(this.incomingDir, `${migrationId}.arrived`);
  }

  /** Stays for ever: says that a person has taken a guest back that this migration had given away, its target being off. */
  takenFile(migrationId: string): string {
    return join(this.incomingDir, `${migrationId}.taken`);
  }

  logDir(uuid: string): string {
    return join(this.#directories.logDir, uuid);
  }

  /** What was recorded of an instance's consoles by name. */
  recordingsDir(uuid: string): string {
    return join(this.logDir(uuid), "recordings");
  }

  serialLog(uuid: string, port: number): string {
    return join(this.logDir(uuid), `serial${port}.log`);
  }

  /** What the guest wrote on a port whose output is not to be kept: in memory, gone with the host's next start. */
  passingSerialLog(uuid: string, port: number): string {
    return join(this.#directories.runDir, `${uuid.slice(0, 8)}-serial${port}.log`);
  }

  qemuLog(uuid: string): string {
    return join(this.logDir(uuid), "qemu.log");
  }

  transcript(uuid: string): string {
    return join(this.logDir(uuid), "qmp.log");
  }

  /** Directory of one QEMU process. It is made anew for each, so that no two ever share one, whatever the digits. */
  processDir(uuid: string, incarnation: string): string {
    return join(this.#directories.runDir, `${uuid.slice(0, 8)}-${incarnation.slice(0, 8)}`);
  }

  /** Makes the directories, 0700, again if the run directory was wiped. */
  async prepare(): Promise<void> {
    this.#checkSocketPaths();
    for (const path of [
      this.#directories.stateDir,
      this.#directories.runDir,
      this.#directories.logDir,
      this.instancesDir,
      this.incomingDir,
      this.ownershipDir,
      this.lentDir,
    ]) {
      await mkdir(path, { recursive: true, mode: 0o700 });
    }
  }

  #checkSocketPaths(): void {
    const longest = Buffer.byteLength(join(this.#directories.runDir, "12345678-12345678", "migration.sock"));
    if (longest <= maxSocketPathBytes) return;
    throw new GantryError("path_refused", {
      message: `The run directory ${this.#directories.runDir} is ${longest - maxSocketPathBytes} bytes too long for Unix sockets.`,
      hint: "Choose a shorter GANTRY_RUN_DIR, such as /run/gantry.",
      details: { runDir: this.#directories.runDir, longestSocketPath: longest, limit: maxSocketPathBytes },
    });
  }
}

/** Sockets and pid file of one QEMU process. */
export interface ProcessPaths {
  readonly dir: string;
  readonly monitor: string;
  readonly rescueMonitor: string;
  /** Of a guest that may come by post-copy; `.in` and `.out` stand behind it, as for a serial port. */
  readonly recoveryMonitor: string;
  readonly pidFile: string;
  readonly migration: string;
  /** Target of a migration: where QEMU takes the copies of disks. */
  readonly nbd: string;
  /** Channel to the agent inside the guest. */
  readonly guestAgent: string;
  /** Image with the guest's cloud-init data. */
  readonly seed: string;
  /** Source of a migration: where QEMU sends the copy of one disk. */
  copy(index: number): string;
  /** What `-chardev pipe` is given: QEMU opens this with `.in` and `.out` behind it. */
  serial(port: number): string;
}

/** The paths below one process directory. */
export function processPaths(dir: string): ProcessPaths {
  return {
    dir,
    monitor: join(dir, "qmp.sock"),
    rescueMonitor: join(dir, "rescue.sock"),
    recoveryMonitor: join(dir, "recovery"),
    pidFile: join(dir, "qemu.pid"),
    migration: join(dir, "migration.sock"),
    nbd: join(dir, "nbd.sock"),
    copy: (index) => join(dir, `copy${index}.sock`),
    guestAgent: join(dir, "agent.sock"),
    seed: join(dir, "seed.iso"),
    serial: (port) => join(dir, `serial${port}`),
  };
}
