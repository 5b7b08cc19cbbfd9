import { AxeBuilder } from "@axe-core/playwright";
import { join } from "node:path";
import { sharedDirectory } from "../harness/shared-demo.ts";
import { expect, test } from "../test.ts";
import { CreateForm } from "../user/create-form.ts";
import { InstancePage } from "../user/instance-page.ts";
import { sidewaysOverflow } from "../user/layout.ts";

/** All that the form shows no control for, and some that it does. */
function richSpec(name: string, disk: string) {
  return {
    name,
    cpus: 1,
    memoryMiB: 16,
    machine: "q35",
    cpuModel: "host-baseline",
    acpi: true,
    boot: { firmware: "bios" },
    disks: [
      {
        name: "root",
        source: { file: disk },
        format: "raw",
        bus: "virtio",
        readOnly: false,
        limits: { readBytesPerSecond: 10_485_760, writeOpsPerSecond: 500 },
      },
      { name: "cd", source: { empty: true }, format: "raw", bus: "cdrom", readOnly: false },
    ],
    nics: [
      {
        mac: "52:54:00:12:34:56",
        network: { user: { forward: [] } },
        model: "virtio",
        mtu: 1400,
        link: "down",
        ip: "192.0.2.10",
      },
    ],
    serial: [{ log: true }],
    guestAgent: false,
    cloudInit: { userData: "#cloud-config\r\nhostname: web\n", metaData: "instance-id: x\n" },
    autostart: false,
    onCrash: "stop",
  };
}

test("an instance that the API made is edited, and nothing that the form does not show is lost", async ({
  page,
  instances,
  api,
}) => {
  const name = instances.newName();
  const spec = richSpec(name, await instances.bootDisk(name));
  await api.run("instances.create", { spec, host: "host-a" });
  const instance = new InstancePage(page, name);
  await instance.open();
  await expect(page.getByText(/at most 10 MiB\/s read, 500 writes\/s/)).toBeVisible();
  await expect(page.getByText(/cable pulled out · MTU 1400 · address 192\.0\.2\.10/)).toBeVisible();

  const form = new CreateForm(page);
  await form.edit(name);
  await expect(form.kept("at most 10 MiB/s read, 500 writes/s")).toBeVisible();
  await expect(form.kept("MTU 1400 · address 192.0.2.10")).toBeVisible();
  await expect(form.kept("meta data")).toBeVisible();
  await form.fill({ vCPUs: "2" });
  // Walked through, not changed.
  await form.field("User data").focus();
  await form.field("MAC address").focus();
  await form.save();
  await instance.expectHere();
  expect(await api.specOf(name)).toEqual({ ...spec, cpus: 2 });

  await form.edit(name);
  await form.choose("Cable", "plugged in");
  await page.getByLabel("Channel to a guest agent").check();
  await page.getByLabel("Give the guest its first orders on a CD").uncheck();
  await page.getByRole("button", { name: "Remove disk 2" }).click();
  await form.save();
  await instance.expectHere();
  const { cloudInit: _given, ...others } = spec;
  expect(await api.specOf(name)).toEqual({
    ...others,
    cpus: 2,
    disks: [spec.disks[0]],
    nics: [{ ...spec.nics[0], link: "up" }],
    guestAgent: true,
  });
});

test("of two people who change one instance the second takes in what the first saved, and loses nothing that was typed", async ({
  page,
  context,
  instances,
  api,
}) => {
  const name = await instances.create({ start: false });
  const [mine, hers] = [new CreateForm(page), new CreateForm(await context.newPage())];
  await mine.edit(name);
  await mine.fill({ vCPUs: "2" });
  await hers.edit(name);
  await hers.fill({ "Memory (MiB)": "24" });
  await hers.save();
  await expect(page.getByText("It was changed by somebody else meanwhile: memory.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save", exact: true })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
  await page.getByRole("button", { name: "Load it, keep what I typed" }).click();
  await expect(page.getByText("Loaded: memory. What you typed is kept.")).toBeVisible();
  await expect(mine.field("Memory (MiB)")).toHaveValue("24");
  await expect(mine.field("vCPUs")).toHaveValue("2");
  await mine.save();
  await new InstancePage(page, name).expectHere();
  expect(await api.specOf(name)).toMatchObject({ cpus: 2, memoryMiB: 24 });
});

test("a page that has not heard of a change yet cannot write over it either", async ({
  page,
  instances,
  api,
  complaints,
}) => {
  complaints.expect(/status of 409/);
  const name = await instances.create({ start: false });
  const form = new CreateForm(page);
  await form.edit(name);
  await form.fill({ vCPUs: "2" });
  const heard = Promise.withResolvers<void>();
  await page.route("**/trpc/instances.get*", async (route) => {
    await heard.promise;
    await route.continue();
  });
  const spec = await api.specOf(name);
  await api.mutate("instances.update", { instance: name, spec: { ...spec, cpus: 3 } });
  await form.save();
  await expect(form.refusal).toContainText(`${name} was changed meanwhile: cpus.`);
  expect(await api.specOf(name)).toMatchObject({ cpus: 3 });
  heard.resolve();
  await page.getByRole("button", { name: "Load it, keep what I typed" }).click();
  await expect(page.getByText("Both changed vCPUs: yours stands here.")).toBeVisible();
  await expect(form.field("vCPUs")).toHaveValue("2");
  await form.save();
  await new InstancePage(page, name).expectHere();
  expect(await api.specOf(name)).toMatchObject({ cpus: 2 });
  await page.unrouteAll({ behavior: "wait" });
});

test("the form follows the source of a disk: over the network it is raw, a drive may be empty", async ({
  page,
}) => {
  const form = new CreateForm(page);
  await form.open();
  await page.getByRole("button", { name: "Add disk" }).click();
  await form.choose("Disk source", "NBD");
  await expect(form.field("Format")).toHaveValue("raw");
  await form.choose("Disk source", "existing file");
  await expect(form.field("Format")).toHaveValue("qcow2");
  await form.choose("Disk source", "no CD in the drive");
  await expect(form.field("Bus")).toHaveValue("cdrom");
  await expect(form.field("Format")).toHaveCount(0);
  await form.fill({ Name: "empty-drive" });
  await form.choose("Bus", "virtio");
  await form.create();
  await form.expectFault("Disk source", /only a CD drive can be empty/);
});

test("what the agent refuses of a change stands at its field, and the form stays", async ({
  page,
  instances,
  demo,
  complaints,
}) => {
  complaints.expect(/status of 4\d\d/);
  const name = await instances.create({ start: false });
  const form = new CreateForm(page);
  await form.edit(name);
  const absent = join(sharedDirectory(demo), "no-such.raw");
  await form.fill({ File: absent, vCPUs: "2" });
  await form.save();
  await expect(form.refusal).toContainText(absent);
  await expect(form.field("vCPUs")).toHaveValue("2");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the form that changes an instance fits and is accessible in the ${colorScheme} theme`, async ({
    page,
    instances,
    api,
  }) => {
    const name = instances.newName();
    await api.run("instances.create", {
      spec: richSpec(name, await instances.bootDisk(name)),
      host: "host-a",
    });
    await page.emulateMedia({ colorScheme });
    const form = new CreateForm(page);
    await form.edit(name);
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 390, height: 844 },
    ]) {
      await page.setViewportSize(viewport);
      expect.soft(await sidewaysOverflow(page), `${viewport.width} wide`).toEqual([]);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
    }
  });
}
