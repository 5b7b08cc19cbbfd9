import { createHash } from "node:crypto";
import { once } from "node:events";
import { realpath } from "node:fs/promises";
import { createServer } from "node:net";
import { basename, dirname, join } from "node:path";
import { GantryError } from "@gantry/kvm-core/model";

/**
 * Keeps a second demo off a state directory, for as long as this process lives. The lock is a name in the kernel's
 * abstract socket namespace: it leaves no file, and goes with the process however that dies.
 *
 * @throws GantryError `state_dir_in_use`
 */
export async function lockDemo(root: string): Promise<AsyncDisposable> {
  const place = await nameInFull(root);
  const digest = createHash("sha256").update(place).digest("hex");
  const server = createServer((socket) => socket.destroy());
  try {
    server.listen(`\0gantry-demo-${digest.slice(0, 32)}`);
    await once(server, "listening");
  } catch (error) {
    throw new GantryError("state_dir_in_use", {
      message: `Another demo already runs on ${root}.`,
      hint: "Use that one, end it with Ctrl-C first, or start this one elsewhere: npm start -- --state DIR --port 7500",
      details: { stateDir: root },
      cause: error,
    });
  }
  return {
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, "close");
    },
  };
}

/** The one name without links of a directory, also of one that is still to be made. */
async function nameInFull(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await nameInFull(parent), basename(path));
  }
}
