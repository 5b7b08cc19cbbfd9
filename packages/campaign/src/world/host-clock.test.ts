import { execFileSync } from "node:child_process";
import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { clockLibrary, HostClock } from "./host-clock.ts";

const hour = 3600;
const path = clockLibrary();

describe("The clock of a host", () => {
  it("tells when something really happened, whatever it showed before and after it was set", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-clock-"));
    const file = join(directory.path, "clock");
    const clock = await HostClock.make(file, "/nonexistent");
    const now = Date.now();
    expect(clock.trueTime(now - 40, now)).toBe(now - 40);
    await clock.put(hour);
    expect(await readFile(file, "utf8")).toBe("+3600\n");
    await clock.put(-hour);
    expect(await readFile(file, "utf8")).toBe("-3600\n");
    for (const wrongBy of [0, hour, -hour])
      expect(clock.trueTime(now + wrongBy * 1000 - 40, now)).toBe(now - 40);
  });

  it.skipIf(path === undefined)(
    "is that of the programs that are started with it, and of no other",
    async () => {
      await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-clock-"));
      const clock = await HostClock.make(join(directory.path, "clock"), path ?? "");
      const shown = () => Number(execFileSync("date", ["+%s"], { env: { ...process.env, ...clock.env } }));
      const apart = () => `${((shown() - Date.now() / 1000) / hour).toFixed(0)} h`;
      await clock.put(24 * hour);
      expect(apart()).toBe("24 h");
      await clock.put(-24 * hour);
      expect(apart()).toBe("-24 h");
    },
  );
});
