import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "../test.ts";
import { CreateForm } from "../user/create-form.ts";
import { InstancePage } from "../user/instance-page.ts";
import { sidewaysOverflow } from "../user/layout.ts";

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMJILTVkJ34tqPao0uslXBHP0EqWm+miTXt5QoLgEiPB admin@example";

test("user, keys and packages are typed into fields, the files that the guest will get are shown, and the spec has them", async ({
  page,
  instances,
  api,
}) => {
  const name = instances.newName();
  const form = new CreateForm(page);
  await form.open();
  await form.fill({ Name: name, "Memory (MiB)": "16" });
  await form.field("Give the guest its first orders on a CD").check();
  await form.fill({ User: "admin", Packages: "nginx " });
  await form.field("SSH public keys").fill(`${key}\n${key.slice(0, 60)}`);
  await expect(form.field("SSH public keys")).toHaveAccessibleDescription(/key 2: .*cut off/);
  await form.create();
  await form.expectFault("User data", /line \d+, users\.0\.ssh_authorized_keys\.1: .*cut off/);
  await expect(form.refusal).toContainText("1 field to correct");
  await expect(form.field("SSH public keys")).toHaveValue(`${key}\n${key.slice(0, 60)}`);

  await form.field("SSH public keys").fill(key);
  await expect(form.field("User data")).not.toHaveAttribute("aria-invalid", "true");
  const text = await form.field("User data").inputValue();
  await form.field("User data").fill(`${text}pakage_update: true\n`);
  await expect(page.getByRole("list", { name: "Warnings about the user data" })).toContainText(
    "pakage_update: not known here, and not checked; is package_update meant?",
  );
  await form.fill({ "Network configuration": "ethernets: {}" });
  await expect(form.field("Network configuration")).toHaveAccessibleDescription(/line 1: .*version: 2/);
  await form.fill({ "Network configuration": "version: 2\nethernets: {}\n" });
  await page.getByText("What the guest finds on the CD").click();
  await expect(page.getByRole("group", { name: "network-config" })).toContainText("ethernets: {}");
  await expect(page.getByRole("group", { name: "meta-data" })).toContainText(`local-hostname: ${name}`);
  await expect(page.getByRole("group", { name: "user-data" })).toContainText("- name: admin");

  // Both views hold the same; what is only in the text is not lost on the way.
  await page.getByRole("button", { name: "Show as JSON" }).click();
  await expect(form.field("Input of instances.create")).toHaveValue(/pakage_update: true/);
  await page.getByRole("button", { name: "Show as form" }).click();
  await expect(form.field("SSH public keys")).toHaveValue(key);
  await form.create();
  await new InstancePage(page, name).expectState("stopped");
  expect(await api.specOf(name)).toMatchObject({
    cloudInit: {
      userData: `${text}pakage_update: true\n`,
      networkConfig: "version: 2\nethernets: {}\n",
    },
  });
});

test("what is corrected while a press of Create is still checked is not sent with it", async ({
  page,
  instances,
}) => {
  const form = new CreateForm(page);
  await form.open();
  await form.fill({ Name: instances.newName(), "Memory (MiB)": "16" });
  await form.field("Give the guest its first orders on a CD").check();
  await form.field("SSH public keys").fill(key.slice(0, 60));
  await expect(form.field("SSH public keys")).toHaveAccessibleDescription(/cut off/);
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  await page.route("**/_next/static/chunks/**", async (route) => {
    ask();
    await released;
    await route.continue();
  });
  await form.create();
  await asked;
  await form.field("SSH public keys").fill(key);
  release();
  await expect(form.refusal).toContainText("1 field to correct");
  await expect(page).toHaveURL(/\/create\/$/);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the fields of cloud-init and the command fit and are accessible in the ${colorScheme} theme`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    const form = new CreateForm(page);
    await form.open();
    await form.field("Give the guest its first orders on a CD").check();
    await form.fill({ User: "admin", "Password hash": "open", Packages: "nginx" });
    await form.field("User data").fill(`${await form.field("User data").inputValue()}pakages: [nginx]\n`);
    await page.getByText("What the guest finds on the CD").click();
    await form.fill({ Name: "web-1" });
    await page.getByText("Show the command").click();
    await expect(page.getByRole("group", { name: "What QEMU would be run as" })).toBeVisible();
    for (const viewport of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ]) {
      await page.setViewportSize(viewport);
      await expect(page.getByRole("group", { name: "user-data" })).toBeVisible();
      expect.soft(await sidewaysOverflow(page), `${viewport.width} wide`).toEqual([]);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
      expect.soft(told, `${viewport.width} wide`).toEqual([]);
    }
  });
}
