import { AxeBuilder } from "@axe-core/playwright";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { AgentApi } from "../harness/agent-api.ts";
import { freePortPair } from "../harness/free-ports.ts";
import type { Instances } from "../harness/instances.ts";
import { type SharedDemo, sharedDirectory } from "../harness/shared-demo.ts";
import { expect, test } from "../test.ts";
import { DevicesTab } from "../user/devices-tab.ts";
import { InstancePage } from "../user/instance-page.ts";
import { sidewaysOverflow } from "../user/layout.ts";
import { openSettled } from "../user/settled.ts";
import { Shell } from "../user/shell.ts";

test("a disk is made, plugged into a running guest, enlarged, limited and unplugged from its page", async ({
  page,
  instances,
  demo,
  complaints,
}) => {
  complaints.expect(/status of 4\d\d/);
  const name = await instances.create();
  const file = join(sharedDirectory(demo), `${name}-data.qcow2`);
  await new InstancePage(page, name).open("disks");
  const tab = new DevicesTab(page);
  const disks = `Disks of ${name}`;
  const attach = await tab.press("Attach disk…");
  await attach.getByLabel("Disk name").fill("data");
  await attach.getByLabel("File to make").fill(file);
  await attach.getByLabel("Size (MiB)").fill("8");
  await attach.getByLabel("Bus").selectOption("SCSI");
  await attach.getByRole("button", { name: "Attach", exact: true }).click();
  await expect(attach.getByRole("alert")).toContainText("SCSI controller");
  await expect(attach.getByLabel("File to make"), "a refusal keeps what was typed").toHaveValue(file);
  await attach.getByLabel("Bus").selectOption("virtio");
  await attach.getByText("As command and as JSON").click();
  await expect(attach.getByLabel("Command")).toHaveText(
    `gantry disk attach ${name} data --file ${file} --new 8M --format qcow2 --bus virtio`,
  );
  await tab.confirm(attach, "Attach");
  await expect(tab.row(disks, file)).toContainText("8 MiB");
  await new Shell(page).expectDone(`Plug in disk data of ${name}`);

  const resize = await tab.choose("disk data", "Enlarge…");
  await expect(resize).toContainText("It has 8 MiB (8 MiB) now.");
  await resize.getByLabel("Size (MiB)").fill("4");
  await expect(resize.getByText("Not smaller than 8 MiB")).toBeVisible();
  await resize.getByLabel("Size (MiB)").fill("16");
  await tab.confirm(resize, "Enlarge");
  await expect(tab.row(disks, "data")).toContainText("16 MiB");

  const limit = await tab.choose("disk data", "Limit…");
  await limit.getByLabel("Bytes/s", { exact: true }).fill("1048576");
  await tab.confirm(limit, "Limit");
  await expect(tab.row(disks, "data")).toContainText("at most 1 MiB/s");

  const detach = await tab.choose("disk data", "Detach…");
  await expect(detach.getByRole("button", { name: "Cancel" }), "the safe answer has the focus").toBeFocused();
  // The boot sector's guest has no driver that lets anything go, so the disk stays with it.
  await detach.getByLabel("Patience (seconds)").fill("1");
  await detach.getByRole("button", { name: "Detach", exact: true }).click();
  await expect(detach.getByRole("alert")).toContainText("timed_out");
  await detach.getByRole("button", { name: "Cancel" }).click();
  await expect(tab.row(disks, "data")).toBeVisible();
  expect((await stat(file)).isFile()).toBe(true);
});

/** A guest whose own disk is only read, so that all it may write to is a qcow2 disk, which keeps snapshots. */
async function createWithData({ api, instances, demo }: Tools): Promise<string> {
  const name = instances.newName();
  const root = await instances.bootDisk(name);
  const data = join(sharedDirectory(demo), `${name}-data.qcow2`);
  const spec = {
    name,
    memoryMiB: 16,
    boot: { firmware: "bios" },
    disks: [
      { name: "root", source: { file: root }, format: "raw", readOnly: true },
      { name: "data", source: { file: data }, bus: "scsi" },
      { name: "cd", source: { empty: true }, format: "raw", bus: "cdrom" },
    ],
  };
  const newDisks = [{ disk: "data", sizeMiB: 8 }];
  await api.run("instances.create", { spec, newDisks, host: "host-a", start: true });
  await instances.untilReady(name);
  return name;
}

test("a CD comes and goes, and a disk that the guest lets go is gone while its image stays", async ({
  page,
  api,
  instances,
  demo,
  complaints,
}) => {
  complaints.expect(/status of 400/);
  const name = await createWithData({ api, instances, demo });
  await new InstancePage(page, name).open("disks");
  const tab = new DevicesTab(page);
  const disks = `Disks of ${name}`;
  const image = await instances.bootDisk(`${name}-cd`);
  const insert = await tab.choose("disk cd", "Insert CD…");
  await insert.getByLabel("Image file").fill(join(sharedDirectory(demo), "no-such.iso"));
  await insert.getByRole("button", { name: "Insert", exact: true }).click();
  await expect(insert.getByRole("alert")).toContainText("no-such.iso");
  await insert.getByLabel("Image file").fill(image);
  await tab.confirm(insert, "Insert");
  await expect(tab.row(disks, image)).toBeVisible();
  await tab.confirm(await tab.choose("disk cd", "Eject CD…"), "Eject");
  await expect(tab.row(disks, "no CD in the drive")).toBeVisible();

  // Where the dialog is, is in the address: a reload finds it again.
  await tab.choose("disk data", "Detach…");
  await page.reload();
  const detach = await tab.dialog();
  await expect(detach).toContainText(`${name}-data.qcow2 stays where it is`);
  await tab.confirm(detach, "Detach");
  await expect(tab.row(disks, "data")).toHaveCount(0);
  await new Shell(page).expectDone(`Unplug disk data of ${name}`);
  // One press takes it back, also after a reload; then it goes for good.
  await page.reload();
  await page.getByRole("button", { name: "Attach data again" }).click();
  await expect(tab.row(disks, `${name}-data.qcow2`)).toBeVisible();
  await expect(page.getByRole("button", { name: "Attach data again" })).toHaveCount(0);
  await tab.confirm(await tab.choose("disk data", "Detach…"), "Detach");
  await expect(tab.row(disks, "data")).toHaveCount(0);
  const file = join(sharedDirectory(demo), `${name}-data.qcow2`);
  expect((await stat(file)).isFile()).toBe(true);
  // What somebody else does appears by itself.
  const disk = { name: "back", source: { file }, bus: "scsi" };
  await api.mutate("disks.attach", { instance: name, disk });
  await expect(tab.row(disks, "back")).toContainText("8 MiB");
});

test("snapshots are taken, gone back to and forgotten, and disks are backed up, while the guest runs", async ({
  page,
  api,
  instances,
  demo,
}) => {
  const name = await createWithData({ api, instances, demo });
  await new InstancePage(page, name).open("disks");
  const tab = new DevicesTab(page);
  const shell = new Shell(page);
  const snapshots = `Snapshots of ${name}`;
  const take = await tab.press("Take snapshot…");
  await take.getByLabel("Snapshot name").fill("Not a name");
  await take.getByRole("button", { name: "Take snapshot", exact: true }).click();
  await expect(take.getByText("use a–z, 0–9 and '-', starting with a letter")).toBeVisible();
  await take.getByLabel("Snapshot name").fill("before");
  await tab.confirm(take, "Take snapshot");
  await expect(tab.row(snapshots, "before")).toContainText(/[KM]iB/);

  await api.run("snapshots.take", { instance: name, name: "by-others", memory: false });
  await expect(tab.row(snapshots, "by-others")).toContainText("without");
  await page.getByRole("button", { name: "Actions for snapshot by-others" }).click();
  await expect(page.getByRole("menuitem", { name: "Revert…" })).toContainText("It holds no memory");
  await page.keyboard.press("Escape");

  const revert = await tab.choose("snapshot before", "Revert…");
  await expect(revert).toContainText(/All that was written to data since .* is lost for ever/);
  await tab.confirm(revert, "Revert");
  await shell.expectDone(`Revert to snapshot before of ${name}`);
  await new InstancePage(page, name).expectState("running");
  await tab.confirm(await tab.choose("snapshot before", "Delete…"), "Delete");
  await expect(tab.row(snapshots, "before")).toHaveCount(0);

  const copy = join(sharedDirectory(demo), `${name}-copy.qcow2`);
  const backup = await tab.press("Back up…");
  await backup.getByLabel("root", { exact: true }).uncheck();
  await backup.getByLabel("New file for data").fill(copy);
  await tab.confirm(backup, "Back up");
  await shell.expectDone(`Back up disk data of ${name}`);
  expect((await stat(copy)).isFile()).toBe(true);
});

test("an interface is plugged in with a forward, its link set down and up, and what others do shows by itself", async ({
  page,
  api,
  instances,
  complaints,
}) => {
  complaints.expect(/status of [45]\d\d/);
  const name = await instances.create();
  await new InstancePage(page, name).open("network");
  const tab = new DevicesTab(page);
  const shell = new Shell(page);
  const nics = `Network interfaces of ${name}`;
  const mac = "52:54:00:ab:00:01";
  const attach = await tab.press("Attach interface…");
  await attach.getByLabel("Forwards").fill("ssh");
  await attach.getByRole("button", { name: "Attach", exact: true }).click();
  await expect(attach.getByLabel("Forwards")).toHaveAttribute("aria-invalid", "true");
  const port = await freePortPair();
  await attach.getByLabel("Forwards").fill(`${port}:22`);
  await attach.getByLabel("MAC address").fill(mac);
  await tab.confirm(attach, "Attach");
  const row = tab.row(nics, mac);
  await expect(row).toContainText(`127.0.0.1:${port} → 22`);

  const link = await tab.choose(`interface ${mac}`, "Set link down…");
  await expect(link).toContainText(`nobody reaches ${name}`);
  await link.getByText("As command and as JSON").click();
  await expect(link.getByLabel("Command")).toHaveText(`gantry nic link ${name} ${mac} down`);
  await tab.confirm(link, "Set link down");
  await expect(row.getByText("down", { exact: true })).toBeVisible();
  await shell.expectDone(`Change the link of interface ${mac} of ${name}`);
  await api.mutate("nics.setLink", { instance: name, nic: mac, link: "up" });
  await expect(row.getByText("up", { exact: true })).toBeVisible();

  await page.getByRole("button", { name: `Actions for interface ${mac}` }).click();
  await expect(page.getByRole("menuitem", { name: "Limit…" })).toContainText("use a bridge");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Ask guest for addresses" }).click();
  await expect(page.getByText("The guest told no addresses")).toBeVisible();

  await api.run("instances.stop", { instance: name, force: true });
  await tab.confirm(await tab.choose(`interface ${mac}`, "Detach…"), "Detach");
  await expect(page.getByText("It has no network interface.")).toBeVisible();
  await page.getByRole("button", { name: `Attach ${mac} again` }).click();
  await expect(row).toContainText(`127.0.0.1:${port} → 22`);
});

interface Tools {
  readonly api: AgentApi;
  readonly instances: Instances;
  readonly demo: SharedDemo;
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`disks, interfaces and their dialogs fit and are accessible in the ${colorScheme} theme`, async ({
    page,
    api,
    instances,
    demo,
  }) => {
    await page.emulateMedia({ colorScheme });
    const name = await createWithData({ api, instances, demo });
    await api.run("snapshots.take", { instance: name, name: "first" });
    const mac = "52:54:00:ab:00:02";
    await api.mutate("nics.attach", { instance: name, nic: { mac, network: { user: {} } } });
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 390, height: 844 },
    ]) {
      await page.setViewportSize(viewport);
      for (const path of [
        "disks",
        "disks&do=attach",
        "disks&do=backup",
        "disks&do=limit&of=data",
        "disks&do=revert&of=first",
        "network",
        "network&do=attach",
        `network&do=detach&of=${mac}`,
      ]) {
        await openSettled(page, `/instance/?name=${name}&tab=${path}`);
        await expect(page.getByRole(path.includes("do=") ? "dialog" : "table").first()).toBeVisible();
        expect.soft(await sidewaysOverflow(page), `${viewport.width} wide${path}`).toEqual([]);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const told = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
        expect.soft(told, `${viewport.width} wide${path}`).toEqual([]);
      }
    }
  });
}
