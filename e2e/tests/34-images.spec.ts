import { stat } from "node:fs/promises";
import { expect, test } from "../test.ts";
import { Console } from "../user/console.ts";
import { CreateForm } from "../user/create-form.ts";
import { InstancePage } from "../user/instance-page.ts";
import { openSettled } from "../user/settled.ts";

test("an image is uploaded, an instance is made from it and runs, and the image cannot go before it", async ({
  page,
  instances,
}) => {
  const name = instances.newName();
  const file = await instances.bootDisk(name);
  const image = `${name}-image`;
  await openSettled(page, "/images/");
  await page.getByLabel("From", { exact: true }).selectOption({ label: "this machine" });
  await page.getByLabel("File", { exact: true }).setInputFiles(file);
  await page.getByLabel("Image name", { exact: true }).fill(image);
  await page.getByRole("button", { name: "Upload", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: `${image} is on its way` })).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: image });
  await expect(row).toBeVisible();

  const form = new CreateForm(page);
  await form.open();
  await form.fill({ Name: name, "Memory (MiB)": "16" });
  await page.getByRole("button", { name: "Add disk" }).click();
  await form.field("Image").selectOption(image);
  await form.fill({ "Size (GiB)": "1" });
  await form.createAndStart();
  await new InstancePage(page, name).expectState("running");
  await new Console(page, name).expectText("READY");

  await openSettled(page, "/images/");
  const remove = page.getByRole("button", { name: `Delete image ${image}` });
  await expect(remove).toHaveAccessibleDescription(`The disks of ${name} need it.`);
  await instances.remove(name);
  await page.getByRole("button", { name: "Read again" }).click();
  await expect(remove).not.toHaveAttribute("aria-disabled", "true");
  await remove.click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(row).toBeHidden();
  expect((await stat(file)).isFile()).toBe(true);
});

test("what is wrong with an image that is to come stands at its field, and nothing that was typed is lost", async ({
  page,
}) => {
  await openSettled(page, "/images/");
  await page.getByLabel("Address", { exact: true }).fill("ftp://192.0.2.1/debian-12.qcow2");
  await expect(page.getByLabel("Image name", { exact: true })).toHaveValue("debian-12");
  await page.getByLabel("Checksum", { exact: true }).fill("abc");
  await page.getByRole("button", { name: "Download", exact: true }).click();
  await expect(page.getByLabel("Address", { exact: true })).toHaveAccessibleDescription(
    /http:\/\/ or https:\/\//,
  );
  await expect(page.getByLabel("Checksum", { exact: true })).toHaveAccessibleDescription(/SHA-256/);
  await expect(page.getByLabel("Image name", { exact: true })).toHaveValue("debian-12");
});
