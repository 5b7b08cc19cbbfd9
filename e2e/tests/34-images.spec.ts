import { stat } from "node:fs/promises";
import { expect, test } from "../test.ts";
import { Console } from "../user/console.ts";
import { CreateForm } from "../user/create-form.ts";
import { ImagesPage } from "../user/images-page.ts";
import { InstancePage } from "../user/instance-page.ts";
import { openSettled } from "../user/settled.ts";

test("an image is uploaded, an instance is made from it and runs, and the image cannot go before it", async ({
  page,
  instances,
}) => {
  const name = instances.newName();
  const file = await instances.bootDisk(name);
  const image = `${name}-image`;
  const images = new ImagesPage(page);
  await images.open();
  await images.upload(file, image);

  const form = new CreateForm(page);
  await form.open();
  await form.fill({ Name: name, "Memory (MiB)": "16" });
  await page.getByRole("button", { name: "Add disk" }).click();
  await form.field("Image").selectOption(image);
  await form.fill({ "Size (GiB)": "1" });
  await form.createAndStart();
  await new InstancePage(page, name).expectState("running");
  await new Console(page, name).expectText("READY");

  await images.open();
  const remove = page.getByRole("button", { name: `Delete image ${image}` });
  await expect(remove).toHaveAccessibleDescription(`The disks of ${name} need it.`);
  await instances.remove(name);
  await page.getByRole("button", { name: "Read again" }).click();
  await images.remove(image);
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
