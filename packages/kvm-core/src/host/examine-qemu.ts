import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Finding, GantryError } from "../model/index.ts";
import { findQemu, oldestQemu } from "./find-qemu.ts";

/** QEMU and qemu-img: there, running, recent enough. */
export async function examineQemu(binary: string | undefined): Promise<Finding[]> {
  return Promise.all([examineEmulator(binary), examineImageTool()]);
}

async function examineEmulator(binary: string | undefined): Promise<Finding> {
  try {
    const { binary: path, version } = await findQemu(binary);
    if (isOlder(version, oldestQemu)) {
      return {
        code: "qemu_old",
        level: "warn",
        message: `QEMU ${version} is older than ${oldestQemu}, the oldest version Gantry was tested with.`,
        fix: "Install a newer QEMU, or set GANTRY_QEMU to one.",
      };
    }
    return { code: "qemu", level: "ok", message: `QEMU ${version} answers (${path}).` };
  } catch (thrown) {
    const { message, hint } = GantryError.from(thrown);
    return { code: "qemu_missing", level: "fail", message, fix: hint };
  }
}

async function examineImageTool(): Promise<Finding> {
  try {
    const { stdout } = await promisify(execFile)("qemu-img", ["--version"], { timeout: 10_000 });
    return { code: "qemu_img", level: "ok", message: `${stdout.split("\n")[0] ?? "qemu-img"} is installed.` };
  } catch {
    return {
      code: "qemu_img_missing",
      level: "warn",
      message: "qemu-img is not installed, so no disks can be created.",
      fix: "apt-get install qemu-utils   (dnf install qemu-img)",
    };
  }
}

function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [thanMajor = 0, thanMinor = 0] = than.split(".").map(Number);
  return major !== thanMajor ? major < thanMajor : minor < thanMinor;
}
