import { constants, type Stats } from "node:fs";
import { access, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { Finding } from "../model/index.ts";
import { readSpace } from "./read-host-facts.ts";

/** Directories of the agent. */
export interface AgentDirectories {
  readonly stateDir: string;
  readonly runDir: string;
  readonly logDir: string;
  readonly imageRoots: readonly string[];
}

const lowMiB = 1024;
/** What is open to others. To go through, to what they may know of and own there, is allowed: QEMU's account does. */
const openToOthers = { state: 0o067, run: 0o066, log: 0o066 };
/** `sun_path` holds 108 bytes with its end mark; below the run directory a socket path takes about 50 more. */
const longestRunDir = 56;

/** State, run and log directories: there, ours alone, with room; image roots: readable, with room. */
export async function examineDirectories({
  stateDir,
  runDir,
  logDir,
  imageRoots,
}: AgentDirectories): Promise<Finding[]> {
  const own = await Promise.all([
    examineOwn("state", stateDir),
    examineOwn("run", runDir),
    examineOwn("log", logDir),
    ...imageRoots.map((root) => examineRoot(root)),
  ]);
  return [...own.flat(), ...examineLength(runDir)];
}

async function examineOwn(name: keyof typeof openToOthers, path: string): Promise<Finding[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return [absent(name, path)];
  const writable = await access(path, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  const fault = whatIsWrong(found, { writable, closed: openToOthers[name] });
  if (fault !== undefined) {
    return [
      {
        code: `${name}_dir`,
        level: "fail",
        message: `The ${name} directory ${path} ${fault.what}.`,
        fix: fault.fix(path),
      },
    ];
  }
  return [await examineSpace(name, path)];
}

function absent(name: string, path: string): Finding {
  return {
    code: `${name}_dir`,
    level: "warn",
    message: `The ${name} directory ${path} does not exist yet; the agent makes it at its first start.`,
    fix: `install -d -m 0700 ${path}`,
  };
}

function whatIsWrong(
  found: Stats,
  { writable, closed }: { readonly writable: boolean; readonly closed: number },
): { what: string; fix: (path: string) => string } | undefined {
  if (!found.isDirectory()) return { what: "is not a directory", fix: (path) => `Move ${path} away.` };
  if (!writable)
    return {
      what: "cannot be written by the agent's user",
      fix: (path) => `chown ${process.getuid?.() ?? 0} ${path}`,
    };
  if ((found.mode & closed) !== 0)
    return { what: "is open to other users", fix: (path) => `chmod 0700 ${path}` };
  return undefined;
}

async function examineRoot(path: string): Promise<Finding[]> {
  const readable = await access(path, constants.R_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (readable) return [await examineSpace("image", path)];
  return [
    {
      code: "image_dir",
      level: "fail",
      message: `The image directory ${path} cannot be read, so no disk in it can be used.`,
      fix: `Create or mount ${path}, or correct GANTRY_IMAGE_ROOTS.`,
    },
  ];
}

async function examineSpace(name: string, path: string): Promise<Finding> {
  const { totalMiB, freeMiB } = await readSpace(path);
  const message = `The ${name} directory ${path} has ${freeMiB} of ${totalMiB} MiB free.`;
  if (freeMiB >= lowMiB) return { code: `${name}_dir`, level: "ok", message };
  return {
    code: `${name}_dir_full`,
    level: "warn",
    message,
    fix: "Make room, or move the directory to a larger file system.",
  };
}

function examineLength(runDir: string): Finding[] {
  if (Buffer.byteLength(runDir) <= longestRunDir) return [];
  return [
    {
      code: "run_dir_long",
      level: "fail",
      message: `The run directory's path has ${Buffer.byteLength(runDir)} bytes; sockets below it would not fit into the kernel's 108.`,
      fix: `Set GANTRY_RUN_DIR to a path of at most ${longestRunDir} bytes, such as /run/gantry or ${tmpdir()}/gantry.`,
    },
  ];
}
