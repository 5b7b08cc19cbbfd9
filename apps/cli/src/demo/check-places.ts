import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { GantryError } from "@gantry/kvm-core/model";
import type { DemoHost, DemoLayout } from "./demo-layout.ts";

/** `sun_path` of Linux holds 108 bytes with its closing zero; QEMU refuses longer ones. */
const maxSocketPathBytes = 107;
/** The longest socket of one QEMU process: its directory (uuid and incarnation, shortened) and name. */
const longestSocket = "12345678-1234/migration.sock";

/**
 * Looks before anything is started: are the ports free, and is the path short enough for sockets?
 *
 * @throws GantryError `port_in_use`, `path_refused`
 */
export async function checkPlaces({ root, hosts }: DemoLayout): Promise<void> {
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
