import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RealAgent } from "./testing/real-agent.ts";
import { runGuest } from "./testing/guests.ts";

test("before a host goes down its guests are asked to power off, and those that do not obey are ended only by force", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-down-"));
  await using agent = await RealAgent.start(directory.path);
  for (const name of ["obeys", "held", "asleep"])
    await runGuest(agent, directory.path, { name, sector: "interactive" });
  await agent.json("pause", "held");
  await agent.json("suspend", "asleep");

  const asked = await agent.gantry("host", "stop-guests", "--patience", "30");
  expect(asked).toMatchObject({ code: 4, stderr: expect.stringContaining("held") });
  expect(asked.stdout.split("\n").toSorted()).toEqual([
    "",
    expect.stringMatching(/^held: /),
    "obeys is stopped",
  ]);

  expect(await agent.json("host", "stop-guests", "--patience", "30", "--force")).toEqual({
    guests: [{ instance: "held", error: null }],
  });
  const { stdout } = await agent.gantry("list");
  expect(stdout).toMatch(/obeys .*stopped/);
  expect(stdout).toMatch(/held .*stopped/);
  expect(stdout).toMatch(/asleep .*suspended/);
});
