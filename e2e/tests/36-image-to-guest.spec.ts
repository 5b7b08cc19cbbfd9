import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { debianImage } from "../harness/debian-image.ts";
import { sharedDirectory } from "../harness/shared-demo.ts";
import { expect, test } from "../test.ts";
import { Console } from "../user/console.ts";
import { CreateForm } from "../user/create-form.ts";
import { DevicesTab } from "../user/devices-tab.ts";
import { ImagesPage } from "../user/images-page.ts";
import { InstancePage } from "../user/instance-page.ts";
import { MigrationWizard } from "../user/migration-wizard.ts";

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMJILTVkJ34tqPao0uslXBHP0EqWm+miTXt5QoLgEiPB admin@example";
/** Of the word "console-only". */
const hash =
  "$6$saltsalt$F0E/maz7CIqmR/wse4M96WwDhCg0OfqYsLz.bM8ZB33tNOS8P9MqmY0GTG83mKv6lurWxMXlZSV/LGFFtS80x/";

// Without KVM the boot takes forty seconds on an idle machine, and minutes on a busy one.
const guestMs = 420_000;

test("a Debian becomes an image, an instance is made from it with a user and a key, and one signs in on its console and finds the key", async ({
  page,
  instances,
}) => {
  // Where no other test has built the Debian yet, that comes first.
  test.setTimeout(900_000);
  const file = await debianImage();
  const name = instances.newName();
  const image = `${name}-debian`;
  const images = new ImagesPage(page);
  await images.open();
  await images.upload(file, image, 180_000);

  const form = new CreateForm(page);
  await form.open();
  await form.fill({ Name: name, vCPUs: "2", "Memory (MiB)": "512" });
  await page.getByRole("button", { name: "Add disk" }).click();
  await form.field("Image").selectOption(image);
  await form.fill({ "Size (GiB)": "3" });
  await form.field("Give the guest its first orders on a CD").check();
  await form.fill({ User: "admin" });
  await form.fill({ "SSH public keys": key, "Password hash": hash });
  await form.createAndStart();

  const console = new Console(page, name);
  await console.expectText(/Linux version/, guestMs);
  // Cloud-init gave the guest its name, and tells at its end whose keys it has put where.
  await console.expectText(new RegExp(`${name} login:`), guestMs);
  await console.expectText(
    /Authorized keys from \/home\/admin\/.ssh\/authorized_keys for user admin/,
    guestMs,
  );
  await console.expectText(/Cloud-init .* finished/, guestMs);
  await console.enter("admin");
  await console.expectText(/Password:/, guestMs);
  await console.enter("console-only");
  await console.expectText(/admin@.*\$/, guestMs);
  // In capital letters it is the guest's answer, and not the echo.
  await console.enter("tr a-z A-Z < .ssh/authorized_keys");
  await console.expectText("ADMIN@EXAMPLE", guestMs);

  await new InstancePage(page, name).insist("Force stop");
  await new InstancePage(page, name).expectState("stopped");
  await instances.remove(name);
  await images.open();
  await images.remove(image);
});

test("an instance from an image is enlarged, kept as a snapshot, moved with its disk to another host and deleted, all in the browser", async ({
  page,
  instances,
  demo,
}) => {
  const name = instances.newName();
  const image = `${name}-image`;
  const images = new ImagesPage(page);
  await images.open();
  await images.upload(await instances.bootDisk(name), image);
  const form = new CreateForm(page);
  await form.open();
  await form.fill({ Name: name, "Memory (MiB)": "16" });
  await page.getByRole("button", { name: "Add disk" }).click();
  await form.field("Image").selectOption(image);
  await form.fill({ "Size (GiB)": "1" });
  await form.createAndStart();
  const console = new Console(page, name);
  await console.expectText("READY");

  const instance = new InstancePage(page, name);
  await instance.open("disks");
  const tab = new DevicesTab(page);
  const disks = `Disks of ${name}`;
  const resize = await tab.choose("disk root", "Enlarge…");
  await resize.getByLabel("Size (MiB)").fill("2048");
  await tab.confirm(resize, "Enlarge");
  await expect(tab.row(disks, "root")).toContainText("2 GiB");
  const take = await tab.press("Take snapshot…");
  await take.getByLabel("Snapshot name").fill("before");
  await tab.confirm(take, "Take snapshot");
  await expect(tab.row(`Snapshots of ${name}`, "before")).toBeVisible();

  // The image is on this host alone: the copy of the disk stands without it.
  const directory = join(sharedDirectory(demo), `${name}-moved`);
  await mkdir(directory);
  const wizard = new MigrationWizard(page, name);
  await wizard.open();
  await wizard.chooseTarget("host-b");
  await wizard.copyDisks(["root"], directory);
  await wizard.check("host-b");
  await wizard.start("host-b");
  await wizard.expectMoved("host-a", "host-b");
  await instance.open("console");
  await instance.expectOn("host-b");
  await console.type("hello");
  await console.expectEcho("hello");
  const copy = join(directory, `${name}-root.qcow2`);
  expect((await stat(copy)).isFile()).toBe(true);

  await instance.insist("Force stop");
  await instance.expectState("stopped");
  const dialog = await instance.askFor("Delete");
  await dialog.getByLabel("Delete its disk files too").check();
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByText(`There is no instance named ${name}`)).toBeVisible();
  await expect(stat(copy)).rejects.toMatchObject({ code: "ENOENT" });
  await images.open();
  await images.remove(image);
});
