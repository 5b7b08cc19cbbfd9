import { join } from "node:path";
import { root } from "../harness/places.ts";
import { expect, test } from "../test.ts";
import { Console } from "../user/console.ts";
import { InstanceList } from "../user/instance-list.ts";
import { MigrationWizard } from "../user/migration-wizard.ts";

/** Takes the pictures of README.md: GANTRY_SCREENSHOTS=1 pnpm exec playwright test 90 */
const picture = (name: string) => join(root, "docs/screenshots", `${name}.png`);

test.describe("light", () => {
  test.use({ colorScheme: "light" });

  test("the list of instances", async ({ page, instances }) => {
    await instances.createNamed("web-1", { host: "host-a" });
    await instances.createNamed("web-2", { host: "host-b" });
    await instances.createNamed("build", { host: "host-b", start: false });
    const list = new InstanceList(page);
    await list.open();
    await list.expectRow("web-2", { state: "running" });
    await page.screenshot({ path: picture("instances-light") });
  });

  test("a migration, measured", async ({ page }) => {
    const wizard = new MigrationWizard(page, "demo");
    await wizard.open();
    await wizard.chooseTarget("host-b");
    await wizard.check("host-b");
    await wizard.start("host-b");
    await wizard.expectMoved("host-a", "host-b");
    await page.screenshot({ path: picture("migration-light") });
  });
});

test.describe("dark", () => {
  test.use({ colorScheme: "dark" });

  test("the console of the demo guest", async ({ page }) => {
    const console = new Console(page, "demo");
    await console.open();
    await console.enter("clear; uptime; cat /proc/version | cut -c1-60; echo $((40+2))");
    await console.expectText(/^42$/m);
    await expect(console.frame).toBeVisible();
    await page.screenshot({ path: picture("console-dark") });
  });
});
