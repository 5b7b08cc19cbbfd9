import { execFile } from "node:child_process";
import { rm, symlink } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Makes what `-chardev pipe,path=<path>,logfile=…` needs, before QEMU starts: `<path>.in`, a FIFO for keystrokes, and
 * `<path>.out`, a link to /dev/null.
 *
 * Why not a socket: one that is full (after 278 bytes, QEMU writes them one by one) stops the guest, and QEMU 7.2 then
 * writes the refused byte to its log once for every try. /dev/null is never full, so the guest is never stopped,
 * whatever happens to us, and the log has every byte exactly once.
 */
export async function makeEndpoint(path: string): Promise<void> {
  await removeEndpoint(path);
  // Node cannot make a FIFO.
  await run("mkfifo", ["--mode=600", `${path}.in`]);
  await symlink("/dev/null", `${path}.out`);
}

/** Removes what {@link makeEndpoint} made; nothing there is fine. */
async function removeEndpoint(path: string): Promise<void> {
  await Promise.all([rm(`${path}.in`, { force: true }), rm(`${path}.out`, { force: true })]);
}
