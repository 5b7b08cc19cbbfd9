import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type BootSectorName, writeBootSectorDisk } from "@gantry/demo-guest";
import { Onlooker } from "./onlooker.ts";
import type { RealAgent } from "./real-agent.ts";
import { until } from "./until.ts";

/** What each says first of all. */
const firstWords: Readonly<Record<BootSectorName, string>> = {
  counter: "READY",
  echo: ">",
  interactive: "READY",
  letters: "ABC",
  scribbler: "READY",
};

/** A running instance of one of the tiny guests, with its disk in `directory`. What is typed at it from then on is heard. */
export async function runGuest(
  agent: RealAgent,
  directory: string,
  { name, sector }: { readonly name: string; readonly sector: BootSectorName },
): Promise<void> {
  const file = join(directory, `${name}.raw`);
  await writeBootSectorDisk(file, sector);
  const disks = [{ name: "root", source: { file }, format: "raw" }];
  await writeFile(join(directory, `${name}.json`), JSON.stringify({ name, memoryMiB: 32, disks }));
  await agent.json("create", "-f", join(directory, `${name}.json`));
  await agent.json("start", name);
  using onlooker = await Onlooker.open(agent, name, "read");
  await until(`${name} has booted`, () => onlooker.text.includes(firstWords[sector]));
}
