import { randomBytes } from "node:crypto";
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { KvmVerdict } from "./probe-kvm.ts";
import { readBootId } from "./read-proc.ts";

const cachedSchema = z.strictObject({
  /** What the verdict holds for: this boot of the host, this build of QEMU. */
  holdsFor: z.string(),
  verdict: z.strictObject({ usable: z.boolean(), reason: z.string(), fix: z.string().optional() }),
});

const fileName = "kvm-probe.json";

/** The verdict of an earlier probe, if it still holds. A cache that cannot be read is no cache. */
export async function readCachedVerdict(directory: string, qemu: string): Promise<KvmVerdict | undefined> {
  const text = await readFile(join(directory, fileName), "utf8").catch(() => "");
  const cached = cachedSchema.safeParse(parseJson(text));
  if (!cached.success || cached.data.holdsFor !== (await holdsFor(qemu))) return undefined;
  return cached.data.verdict;
}

/** Keeps a verdict. Failing to keep it costs the next start a probe, nothing else. */
export async function writeCachedVerdict(
  directory: string,
  qemu: string,
  verdict: KvmVerdict,
): Promise<void> {
  const path = join(directory, fileName);
  const partial = `${path}.${randomBytes(6).toString("hex")}`;
  const text = `${JSON.stringify({ holdsFor: await holdsFor(qemu), verdict })}\n`;
  try {
    await writeFile(partial, text, { mode: 0o600, flag: "wx" });
    await rename(partial, path);
  } catch {
    await rm(partial, { force: true });
  }
}

async function holdsFor(qemu: string): Promise<string> {
  const { mtimeMs, size, ino } = await stat(qemu);
  return [await readBootId(), qemu, mtimeMs, size, ino].join(" ");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
