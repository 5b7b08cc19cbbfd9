import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { TestInfo } from "@playwright/test";
import type { DemoPlace } from "./demo.ts";

const lastCharacters = 32_000;

/** Keeps the ends of all logs of the demo beside a test that failed: agents, QEMUs, monitors, consoles. */
export async function keepLogs(testInfo: TestInfo, { state }: DemoPlace): Promise<void> {
  const directory = testInfo.outputPath("logs");
  await mkdir(directory, { recursive: true });
  const entries = await readdir(state, { recursive: true, withFileTypes: true });
  const logs = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".log"));
  for (const { parentPath, name } of logs) {
    const path = join(parentPath, name);
    const text = await readFile(path, "utf8").catch(() => "");
    await writeFile(join(directory, relative(state, path).replaceAll("/", "_")), text.slice(-lastCharacters));
  }
}
