import { open } from "node:fs/promises";

/** What {@link lastWords} gives when there are none. */
export const saidNothing = "it said nothing.";

/**
 * The last line that QEMU wrote to its log since it was started, without its own name in front; what people need to read
 * when it died. Our own lines, which say when it was started, begin with `gantry: `.
 */
export async function lastWords(logFile: string): Promise<string> {
  const tail = await readTail(logFile, 4096).catch(() => "");
  const lines = tail.split("\n").filter((line) => line.trim() !== "");
  const last = lines.at(-1);
  if (last === undefined || last.startsWith("gantry: ")) return saidNothing;
  return last.replace(/^[^ ]*qemu-system-[^ :]*: /, "");
}

async function readTail(path: string, bytes: number): Promise<string> {
  await using file = await open(path, "r");
  const { size } = await file.stat();
  const length = Math.min(size, bytes);
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.toString("utf8");
}
