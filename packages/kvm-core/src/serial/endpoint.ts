import { rm, symlink } from "node:fs/promises";
import { makeFifos } from "./fifo-stock.ts";

/**
 * Makes what `-chardev pipe,path=<path>,logfile=…` needs, before QEMU starts: `<path>.in`, a FIFO for keystrokes, and
 * `<path>.out`, a link to /dev/null.
 *
 * Why not a socket: one that is full (after 278 bytes, QEMU writes them one by one) stops the guest, and QEMU 7.2 then
 * writes the refused byte to its log once for every try. /dev/null is never full, so the guest is never stopped,
 * whatever happens to us, and the log has every byte exactly once.
 *
 * @param makeFifo puts a FIFO at a path where nothing is.
 */
export async function makeEndpoint(
  path: string,
  makeFifo: (path: string) => Promise<void> = (fifo) => makeFifos([fifo]),
): Promise<void> {
  await removeEndpoint(path);
  await makeFifo(`${path}.in`);
  await symlink("/dev/null", `${path}.out`);
}

/** Removes what {@link makeEndpoint} made; nothing there is fine. */
async function removeEndpoint(path: string): Promise<void> {
  await Promise.all([rm(`${path}.in`, { force: true }), rm(`${path}.out`, { force: true })]);
}
