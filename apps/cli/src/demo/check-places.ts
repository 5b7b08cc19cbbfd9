import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { GantryError } from "@gantry/kvm-core/model";
import { type DemoHost, type DemoLayout, demoHostNames } from "./demo-layout.ts";

/** `sun_path` of Linux holds 108 bytes with its closing zero; QEMU refuses longer ones. */
const maxSocketPathBytes = 107;
/** The longest socket of one QEMU process: its directory (uuid and incarnation, shortened) and name. */
const longestSocket = "12345678-1234/migration.sock";

/**
 * Looks before anything is started: are the ports free, is the path short enough for sockets, and does no host that is
 * left out this time hold instances? (They would be made a second time, on the same disks.)
 *
 * @throws GantryError `port_in_use`, `path_refused`, `wrong_state`
 */
export async function checkPlaces({ root, hosts }: DemoLayout): Promise<void> {
  await checkHostsLeftOut(root, hosts);
  for (const host of hosts) {
    checkSocketPath(root, host);
    await checkPort(host);
  }
}

function checkSocketPath(root: string, host: DemoHost): void {
  const tooMany = Buffer.byteLength(join(host.runDir, longestSocket)) - maxSocketPathBytes;
  if (tooMany <= 0) return;
  throw new GantryError("path_refused", {
    message: `The state directory ${root} is ${tooMany} bytes too long: QEMU's sockets lie below it, and Linux allows them paths of ${maxSocketPathBytes} bytes.`,
    hint: "Choose a shorter one: npm start -- --state /var/tmp/gantry",
    details: { stateDir: root, bytesTooMany: tooMany },
  });
}

async function checkPort(host: DemoHost): Promise<void> {
  const server = createServer();
  try {
    server.listen(host.port, "127.0.0.1");
    await once(server, "listening");
  } catch (error) {
    throw new GantryError("port_in_use", {
      message: `Port ${host.port}, which ${host.name} would listen on, is used by another program.`,
      hint: `Choose another: npm start -- --port ${host.port + 100}`,
      details: { port: host.port, host: host.name },
      cause: error,
    });
  }
  server.close();
  await once(server, "close");
}

async function checkHostsLeftOut(root: string, hosts: readonly DemoHost[]): Promise<void> {
  for (const name of demoHostNames.filter((host) => !hosts.some((played) => played.name === host))) {
    const instances = await readdir(join(root, name, "state", "instances")).catch(() => []);
    if (instances.length === 0) continue;
    throw new GantryError("wrong_state", {
      message: `${name} of this demo still holds ${instances.length === 1 ? "an instance" : "instances"}, and would be left out.`,
      hint: "Start all hosts (without --hosts 1), or start anew elsewhere with --state DIR.",
      details: { host: name, instances },
    });
  }
}
