import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Finding } from "../model/index.ts";

/** What interfaces on a bridge need. Those in user mode need none of it, so nothing here is worse than a warning. */
export async function examineNetwork(): Promise<Finding[]> {
  const found = { ip: await versionOf("ip"), tc: await versionOf("tc"), bridge: await versionOf("bridge") };
  const rights = await examineRights();
  return [
    await examineTunDevice(),
    examineIp(found.ip),
    ...(found.ip === undefined ? [] : examineOtherTools(found)),
    // Nobody without rights, and nobody without the tools, could limit anything anyway.
    ...(found.tc !== undefined && rights.level === "ok" ? await examineLimits() : []),
    rights,
  ];
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

function examineIp(version: string | undefined): Finding {
  if (version !== undefined) return { code: "ip", level: "ok", message: `${version} is installed.` };
  return {
    code: "ip_missing",
    level: "warn",
    message: "The program `ip` is not installed, so interfaces cannot join a bridge.",
    fix: "apt-get install iproute2   (dnf install iproute)",
  };
}

/** Some distributions pack them apart from `ip`. */
function examineOtherTools({ tc, bridge }: Readonly<Record<"tc" | "bridge", string | undefined>>): Finding[] {
  const missing: Finding[] = [];
  if (tc === undefined) {
    missing.push({
      code: "tc_missing",
      level: "warn",
      message: "The program `tc` is not installed, so interfaces cannot be limited.",
      fix: "apt-get install iproute2   (dnf install iproute-tc)",
    });
  }
  if (bridge === undefined) {
    missing.push({
      code: "bridge_tool_missing",
      level: "warn",
      message: "The program `bridge` is not installed, so interfaces cannot be put into a VLAN.",
      fix: "apt-get install iproute2   (dnf install iproute)",
    });
  }
  return missing;
}

/** What limiting an interface takes, tried in a network namespace that ends with the trial. */
const limitTrial = `
ip link add trial type ifb && tc qdisc add dev trial root tbf rate 1mbit burst 10kb latency 50ms &&
tc qdisc add dev lo handle ffff: ingress &&
tc filter add dev lo parent ffff: protocol all u32 match u32 0 0 action mirred egress redirect dev trial`;

async function examineLimits(): Promise<Finding[]> {
  // Where no namespace can be made, nothing is known, and nothing is said.
  if ((await failureOf("unshare", ["--net", "true"])) !== undefined) return [];
  const failure = await failureOf("unshare", ["--net", "sh", "-c", limitTrial]);
  if (failure === undefined)
    return [{ code: "rate_limit", level: "ok", message: "Interfaces on a bridge can be limited." }];
  return [
    {
      code: "rate_limit_missing",
      level: "warn",
      message: `The kernel cannot limit interfaces: ${failure}`,
      fix: "modprobe -a ifb sch_tbf sch_ingress cls_u32 act_mirred",
    },
  ];
}

async function failureOf(program: string, args: readonly string[]): Promise<string | undefined> {
  return await promisify(execFile)(program, args, { timeout: 10_000 }).then(
    () => undefined,
    (error: Error & { readonly stderr?: string }) => (error.stderr ?? error.message).trim().split("\n")[0],
  );
}

/** The program's own words on its version, or undefined when it cannot be run. */
async function versionOf(program: "ip" | "tc" | "bridge"): Promise<string | undefined> {
  return await promisify(execFile)(program, ["-Version"], { timeout: 10_000 }).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
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
