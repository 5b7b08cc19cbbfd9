import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Finding } from "../model/index.ts";

/** What interfaces on a bridge need. Those in user mode need none of it, so nothing here is worse than a warning. */
export async function examineNetwork(): Promise<Finding[]> {
  return Promise.all([examineTunDevice(), examineTool(), examineRights()]);
}

async function examineTunDevice(): Promise<Finding> {
  const failure = await access("/dev/net/tun", constants.R_OK | constants.W_OK).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error.code,
  );
  if (failure === undefined) return { code: "tun", level: "ok", message: "/dev/net/tun can be opened." };
  return failure === "ENOENT"
    ? {
        code: "tun_missing",
        level: "warn",
        message: "/dev/net/tun does not exist, so interfaces cannot join a bridge.",
        fix: "modprobe tun",
      }
    : {
        code: "tun_refused",
        level: "warn",
        message: "/dev/net/tun cannot be opened, so interfaces cannot join a bridge.",
        fix: "Run the agent as root, or allow its user: chmod 0666 /dev/net/tun",
      };
}

async function examineTool(): Promise<Finding> {
  try {
    const { stdout } = await promisify(execFile)("ip", ["-Version"], { timeout: 10_000 });
    return { code: "ip", level: "ok", message: `${stdout.trim()} is installed.` };
  } catch {
    return {
      code: "ip_missing",
      level: "warn",
      message: "The program `ip` is not installed, so interfaces cannot join a bridge.",
      fix: "apt-get install iproute2   (dnf install iproute)",
    };
  }
}

const capNetAdmin = 1n << 12n;

async function examineRights(): Promise<Finding> {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(await readFile("/proc/self/status", "utf8"))?.[1] ?? "0";
  if ((BigInt(`0x${effective}`) & capNetAdmin) !== 0n) {
    return { code: "net_admin", level: "ok", message: "The agent may make network interfaces." };
  }
  return {
    code: "net_admin_missing",
    level: "warn",
    message: "The agent may not make network interfaces, so only user mode networks work.",
    fix: "Run the agent as root, or add AmbientCapabilities=CAP_NET_ADMIN to its systemd unit.",
  };
}
