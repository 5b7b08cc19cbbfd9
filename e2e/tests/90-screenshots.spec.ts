import { join } from "node:path";
import { root } from "../harness/places.ts";
import { test } from "../test.ts";
import { Console } from "../user/console.ts";
import { InstanceList } from "../user/instance-list.ts";
import { InstancePage } from "../user/instance-page.ts";
import { MigrationWizard } from "../user/migration-wizard.ts";

/** Takes the pictures of README.md: GANTRY_SCREENSHOTS=1 pnpm exec playwright test 90 */
const picture = (name: string) => join(root, "docs/screenshots", `${name}.png`);

test.describe("dark", () => {
  test.use({ colorScheme: "dark" });

  test("the console of the demo guest", async ({ page }) => {
    const console = new Console(page, "demo");
    await console.open();
    await page.getByRole("button", { name: /^Tell guest/ }).click();
    await console.enter("uptime");
    await console.enter("ping -c 2 10.0.2.2");
    await console.expectText(/2 packets received/);
    await console.enter("echo $((40+2))");
    await console.expectText(/^42$/m);
    await page.screenshot({ path: picture("console-dark") });
  });
});

test.describe("light", () => {
  test.use({ colorScheme: "light" });

  test("a migration, measured", async ({ page }) => {
    const wizard = new MigrationWizard(page, "demo");
    await wizard.open();
    await wizard.chooseTarget("host-b");
    await wizard.check("host-b");
    await wizard.start("host-b");
    await wizard.expectMoved("host-a", "host-b");
    await page.screenshot({ path: picture("migration-light") });
  });

  test("the list of instances", async ({ page, instances }) => {
    await instances.createNamed("build-1", { host: "host-b", start: false, cpus: 4, memoryMiB: 2048 });
    await instances.createNamed("db-1", { host: "host-b", cpus: 2, memoryMiB: 1024 });
    await instances.createNamed("web-1", { host: "host-a", cpus: 2, memoryMiB: 512 });
    await instances.createNamed("web-2", { host: "host-b", cpus: 2, memoryMiB: 512 });
    const paused = new InstancePage(page, "web-2");
    await paused.open();
    await paused.press("Pause");
    await paused.expectState("paused");
    const list = new InstanceList(page);
    await list.open();
    await list.expectRow("web-2", { state: "paused" });
    await page.screenshot({ path: picture("instances-light") });
  });
});
