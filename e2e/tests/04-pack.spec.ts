import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { test as base, expect } from "@playwright/test";
import { InstalledAgent } from "../harness/installed-agent.ts";

const run = promisify(execFile);

const test = base.extend<object, { installed: InstalledAgent }>({
  installed: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from it that nothing is needed
    async ({}, use) => {
      await using installed = await InstalledAgent.start();
      await use(installed);
    },
    { scope: "worker" },
  ],
});

test("what npm run pack makes runs from where it is unpacked, with nothing of the checkout", async ({
  installed,
  page,
}) => {
  expect(await installed.gantry("doctor")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("QEMU"),
  });
  expect(await installed.gantry("list")).toMatchObject({ code: 0, stderr: "" });
  expect(await installed.gantry("demo")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("npm start"),
  });
  await page.goto(installed.url);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("its units are what systemd understands, and neither ends guests when the agent is restarted", async ({
  installed,
}) => {
  const unitsAt = (name: string) => join(installed.top, "systemd", name);
  for (const name of ["gantry-agent.service", "gantry-guests.service"]) {
    const unit = await readFile(unitsAt(name), "utf8");
    expect(unit).toContain("=/opt/gantry/bin/gantry ");
    expect(unit).not.toMatch(/^(Requires|BindsTo|PartOf|RuntimeDirectory)=/m);
    await writeFile(unitsAt(name), unit.replaceAll("/opt/gantry/", `${installed.top}/`));
  }
  expect(await readFile(unitsAt("gantry-agent.service"), "utf8")).toMatch(/^KillMode=process$/m);
  const verified = run("systemd-analyze", ["verify", unitsAt("gantry-guests.service")], {
    env: { PATH: process.env["PATH"], SYSTEMD_UNIT_PATH: `${join(installed.top, "systemd")}:` },
  });
  expect(await verified).toMatchObject({ stderr: "" });
});
