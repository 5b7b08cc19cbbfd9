import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { AgentApi } from "../harness/agent-api.ts";
import { freePortPair } from "../harness/free-ports.ts";
import type { Instances } from "../harness/instances.ts";
import { expect, test } from "../test.ts";
import { HostPage } from "../user/host-page.ts";
import { InstancePage } from "../user/instance-page.ts";
import { sidewaysOverflow } from "../user/layout.ts";
import { MigrationWizard } from "../user/migration-wizard.ts";
import { openSettled } from "../user/settled.ts";

const movable = "Movable, in this order";
const blocked = "Blocked: left running here";
const stays = "Stays as it is";

/** A guest that cannot move: on one machine both hosts have the same ports, and it holds one. */
async function createTied(api: AgentApi, instances: Instances): Promise<string> {
  const name = instances.newName();
  const disks = [{ name: "root", source: { file: await instances.bootDisk(name) }, format: "raw" }];
  const nics = [{ network: { user: { forward: [{ host: await freePortPair(), guest: 22 }] } } }];
  await api.run("instances.create", {
    spec: { name, memoryMiB: 16, disks, nics },
    host: "host-b",
    start: true,
  });
  return name;
}

async function expectAccessible(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`),
    what,
  ).toEqual([]);
}

test.afterEach(async ({ peer }) => {
  await peer.mutate("hosts.maintenance", { on: false });
});

test("a host is planned, emptied and watched; while it is in maintenance everybody is told, and nothing goes there", async ({
  page,
  api,
  instances,
}) => {
  const one = await instances.create({ host: "host-b" });
  const two = await instances.create({ host: "host-b" });
  const off = await instances.create({ host: "host-b", start: false });
  const tied = await createTied(api, instances);
  const host = new HostPage(page, "host-b");
  await host.open();
  await host.plan();
  for (const name of [one, two]) await expect(host.planned(movable, name)).toContainText("All checks pass");
  await expect(host.planned(blocked, tied)).toContainText("Fix:");
  await expect(host.planned(stays, off)).toContainText("stopped");

  await host.choose(two, "Let it stay");
  await expect(host.planned(stays, two)).toBeVisible();
  await page.reload();
  await expect(host.planned(stays, two)).toContainText("chosen to stay");
  await host.choose(two, /^host-a, /);
  await expect(host.planned(movable, two)).toBeVisible();

  await expect(host.button("Evacuate: move 2")).not.toHaveAttribute("aria-disabled", "true");
  await host.button("Evacuate: move 2").click();
  for (const name of [one, two]) await expect(host.outcome(name)).toContainText("It runs on host-a.");
  await expect(host.outcome(tied)).toContainText("blocked");
  const error = page.getByRole("main").getByRole("alert").filter({ hasText: "host-b is not empty" });
  await expect(error).toContainText(`On host-a now:`);
  await page.reload();
  await expect(host.outcome(one)).toContainText("moved");
  await expect(host.inRail("online, in maintenance")).toBeVisible();
  await new InstancePage(page, one).open();
  await new InstancePage(page, one).expectOn("host-a");

  const wizard = new MigrationWizard(page, one);
  await wizard.open();
  await expect(wizard.target("host-b")).toHaveAttribute("aria-disabled", "true");
  await expect(wizard.target("host-b")).toHaveAccessibleDescription(/It is in maintenance, by/);

  await openSettled(page, `/instance/?name=${off}`);
  await page.getByRole("button", { name: "Start", exact: true }).click();
  const question = page.getByRole("alertdialog", {
    name: `Start ${off} on host-b, which is in maintenance?`,
  });
  await question.getByRole("button", { name: "Start all the same" }).click();
  await new InstancePage(page, off).expectState("running");

  await host.open();
  await host.button("End maintenance").click();
  await expect(host.inRail("online")).toBeVisible();
  await expect(host.button("Begin maintenance")).toBeVisible();
});

test("an evacuation is cancelled on the host's page, and each instance is where it was", async ({
  page,
  peer,
  instances,
}) => {
  const name = await instances.create({ host: "host-b" });
  // So slow that it does not arrive before somebody presses the button.
  const options = { migration: { bandwidth: 20_000 } };
  await peer.mutate("hosts.evacuate", { options, maintenance: false });
  const host = new HostPage(page, "host-b");
  await host.open();
  await expect(host.outcome(name)).toContainText("under way");
  await expect(host.button("Cancel the evacuation")).not.toHaveAttribute("aria-disabled", "true");
  await expect(page.getByRole("progressbar").first()).toBeVisible();
  await host.button("Cancel the evacuation").click();
  await expect(host.button("Plan an evacuation")).toBeVisible();
  await new InstancePage(page, name).open();
  await new InstancePage(page, name).expectOn("host-b");
  await new InstancePage(page, name).expectState("running");
  await openSettled(page, "/operations/");
  await expect(page.getByText("Evacuate host-b").first()).toBeVisible();
});

test.describe("the maintenance of a host", () => {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`in the ${colorScheme} theme`, () => {
      test.use({ colorScheme });

      test("can be used by everybody, on a desk and on a phone, with a plan and with its result", async ({
        page,
        api,
        instances,
      }) => {
        const name = await instances.create({ host: "host-b" });
        const tied = await createTied(api, instances);
        const host = new HostPage(page, "host-b");
        await host.open();
        await page.getByLabel("Reason").fill("a new kernel");
        await host.button("Begin maintenance").click();
        await expect(page.getByText(/In maintenance since .*: a new kernel/)).toBeVisible();
        await host.plan();
        await expect(host.planned(movable, name)).toBeVisible();
        await expectAccessible(page, "the plan");
        await page.setViewportSize({ width: 390, height: 844 });
        expect(await sidewaysOverflow(page), "the plan on a phone").toEqual([]);
        await host.button("Evacuate: move 1").click();
        await expect(host.outcome(name)).toContainText("moved");
        await expect(host.outcome(tied)).toContainText("blocked");
        expect(await sidewaysOverflow(page), "the result on a phone").toEqual([]);
        await page.setViewportSize({ width: 1280, height: 800 });
        await expectAccessible(page, "the result");
      });
    });
  }
});
