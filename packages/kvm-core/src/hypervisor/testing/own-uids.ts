import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, stat } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { Account } from "../../model/account.ts";
import { runIp } from "../../network/index.ts";
import { filesBelow, readableBy } from "../../testing/readable-by.ts";
import { consoleText, TemporaryHost, until } from "../../testing/temporary-host.ts";

// Root on a host that has the account gantry-qemu with subordinate uids, a bridge br0 and UEFI firmware. Says on its
// standard output what the QEMU of one guest could do to the others.

interface Guest extends Account {
  readonly pid: number;
  readonly uuid: string;
  readonly disk: string;
}

async function guestOf(host: TemporaryHost, name: string): Promise<Guest> {
  const { uuid, runtime } = await host.hypervisor.get(name);
  const pid = runtime?.pid ?? 0;
  const { uid, gid } = await stat(`/proc/${pid}`);
  return { uuid, pid, uid, gid, disk: join(host.dir, "disks", `${name}.img`) };
}

async function succeeds(account: Account, command: string, ...args: string[]): Promise<boolean> {
  const { uid, gid } = account;
  const child = spawn(command, args, { uid, gid, cwd: "/", stdio: "ignore" });
  const [code] = await once(child, "exit");
  return code === 0;
}

await using host = await TemporaryHost.open({ qemuUser: "auto" });
const { hypervisor } = host;
await host.createGuest("web-1", "interactive", { machine: "pc", nics: [{ network: { bridge: "br0" } }] });
await host.createGuest("web-2", "interactive", { boot: { firmware: "uefi" } });
for (const name of ["web-1", "web-2"]) await chmod(join(host.dir, "disks", `${name}.img`), 0o600);
await hypervisor.start("web-1");
await hypervisor.start("web-2");
await until(async () => (await consoleText(hypervisor, "web-1")).includes("READY"));
await hypervisor.nics.attach("web-1", { network: { bridge: "br0" } });
const one = await guestOf(host, "web-1");
const two = await guestOf(host, "web-2");

const links = z
  .array(z.object({ linkinfo: z.object({ info_data: z.object({ user: z.int() }) }) }))
  .parse(JSON.parse(await runIp("ip", ["-json", "-details", "link", "show", "type", "tun"])));
const all = (
  await Promise.all(["state", "run", "log", "disks"].map((name) => filesBelow(join(host.dir, name))))
).flat();
const variables = join(host.dir, "state", "instances", two.uuid, "uefi-vars.fd");
const whileRunning = (await stat(variables)).uid;
await hypervisor.stop("web-2", { force: true, timeoutSeconds: 10 });

process.stdout.write(
  JSON.stringify({
    one,
    two,
    tapUsers: links.map(({ linkinfo }) => linkinfo.info_data.user),
    readable: await readableBy(one, all),
    listsRunDir: await succeeds(one, "ls", join(host.dir, "run")),
    signalsAgent: await succeeds(one, "kill", "-0", String(process.pid)),
    signalsSelf: await succeeds(one, "kill", "-0", String(one.pid)),
    variables: [whileRunning, (await stat(variables)).uid],
    doctor: (await hypervisor.doctor())
      .filter(({ code }) => /^(qemu_user|qemu_root|(state|run|log)_dir)$/.test(code))
      .map(({ code, level }) => `${code} ${level}`)
      .toSorted(),
  }),
);
