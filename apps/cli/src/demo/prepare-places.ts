import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import type { DemoLayout } from "./demo-layout.ts";

/** Makes the directories (0700) and gives each host a secret for its peers, if it has none. */
export async function preparePlaces({ sharedDir, hosts }: DemoLayout): Promise<void> {
  await mkdir(sharedDir, { recursive: true, mode: 0o700 });
  for (const host of hosts) {
    for (const directory of [host.stateDir, host.runDir, host.logDir]) {
      await mkdir(directory, { recursive: true, mode: 0o700 });
    }
    await writeSecret(host.secretFile);
  }
}

async function writeSecret(file: string): Promise<void> {
  try {
    await writeFile(file, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    const exists = error instanceof Error && "code" in error && error.code === "EEXIST";
    if (!exists) throw error;
  }
}
