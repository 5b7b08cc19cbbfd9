import { createHash, randomBytes } from "node:crypto";
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { type QemuFacts, qemuFactsSchema } from "./qemu-facts.ts";

const format = 1;
const fileName = "qemu-facts.json";

const cachedSchema = z.strictObject({
  format: z.literal(format),
  /** Of `body`, as hex. */
  sha256: z.string(),
  body: z.string(),
});
const bodySchema = z.strictObject({
  /** Which file was asked. */
  holdsFor: z.string(),
  facts: qemuFactsSchema,
});

/**
 * What this very file said about itself before. Undefined when it was never asked, was replaced since, or what was kept
 * is damaged or of another version of Gantry: then it is asked again.
 */
export async function readCachedFacts(directory: string, binary: string): Promise<QemuFacts | undefined> {
  try {
    const cached = cachedSchema.parse(JSON.parse(await readFile(join(directory, fileName), "utf8")));
    if (cached.sha256 !== sha256(cached.body)) return undefined;
    const { holdsFor, facts } = bodySchema.parse(JSON.parse(cached.body));
    return holdsFor === (await identityOf(binary)) ? facts : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps what QEMU said. Failing to keep it costs the next start the question, nothing else. */
export async function writeCachedFacts(directory: string, facts: QemuFacts): Promise<void> {
  const path = join(directory, fileName);
  const partial = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    const body = JSON.stringify({ holdsFor: await identityOf(facts.binary), facts });
    const text = `${JSON.stringify({ format, sha256: sha256(body), body })}\n`;
    await writeFile(partial, text, { mode: 0o600, flag: "wx" });
    await rename(partial, path);
  } catch {
    await rm(partial, { force: true });
  }
}

async function identityOf(binary: string): Promise<string> {
  const { mtimeMs, size, ino } = await stat(binary);
  return [binary, mtimeMs, size, ino].join(" ");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
