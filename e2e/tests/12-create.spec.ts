import { expect, test } from "../test.ts";
import { Console } from "../user/console.ts";
import { CreateForm } from "../user/create-form.ts";
import { InstanceList } from "../user/instance-list.ts";
import { InstancePage } from "../user/instance-page.ts";
import { Shell } from "../user/shell.ts";

test("an instance is made with the form, started, and watched from its first byte", async ({
  page,
  instances,
}) => {
  const name = instances.newName();
  const disk = await instances.bootDisk(name);
  const list = new InstanceList(page);
  await list.open();
  await page.getByRole("button", { name: "Create instance" }).click();
  await new Shell(page).expectPage("Create instance");
  const form = new CreateForm(page);
  await form.fill({ Name: name, "Memory (MiB)": "16" });
  await form.addExistingDisk(disk, "raw");
  await form.createAndStart();

  const instance = new InstancePage(page, name);
  await instance.expectHere();
  await instance.expectState("running");
  const console = new Console(page, name);
  await console.expectText("READY");
  await console.type("hello");
  await console.expectEcho("hello");
});

test("the demo guest is one choice away, the command that would run it is shown, and it runs by that", async ({
  page,
  instances,
}) => {
  const name = instances.newName();
  const form = new CreateForm(page);
  await form.open();
  await page.getByText("Show the command").click();
  await expect(page.getByText(/^Not yet: name: /)).toBeVisible();
  await form.fill({ Name: name });
  await form.choose("Starts from", "the demo guest");
  await expect(form.field("Kernel")).toHaveValue(/demo-guest\/kernel$/);
  await expect(form.field("Memory (MiB)")).toHaveValue("128");
  const qemu = page.getByRole("group", { name: "What QEMU would be run as" });
  await expect(qemu).toContainText("demo-guest/kernel");
  await expect(qemu).toContainText(`guest=${name}`);
  await expect(page.getByRole("group", { name: "Command", exact: true })).toContainText(
    "gantry create -f - <<",
  );
  await form.createAndStart();
  await new InstancePage(page, name).expectState("running");
  await new Console(page, name).expectText("guest:/#");
});

test("a new empty disk is made where the form says", async ({ page, instances, api }) => {
  const name = instances.newName();
  const existing = await instances.bootDisk(name);
  const path = existing.replace(/\.raw$/, "-new.qcow2");
  const form = new CreateForm(page);
  await form.open();
  await form.fill({ Name: name, "Memory (MiB)": "16" });
  await page.getByRole("button", { name: "Add disk" }).click();
  await form.choose("Disk source", "new and empty, as a file");
  await form.fill({ "File to make": path, "Size (MiB)": "8" });
  await form.create();
  await new InstancePage(page, name).expectState("stopped");
  expect((await api.instance(name)).spec.disks).toMatchObject([{ source: { file: path } }]);
});

test("a bad form is refused with every field named, and nothing that was typed is lost", async ({
  page,
  api,
}) => {
  const form = new CreateForm(page);
  await form.open();
  await form.fill({ Name: "Not A Name", vCPUs: "none", "Memory (MiB)": "1", "MAC address": "zz" });
  await form.create();
  await form.expectFault("Name", /a–z/);
  await form.expectFault("vCPUs", /./);
  await form.expectFault("Memory (MiB)", /16/);
  await form.expectFault("MAC address", /./);
  await expect(form.refusal).toContainText("4 fields to correct");
  await expect(form.field("Name")).toBeFocused();
  await expect(form.field("Name")).toHaveValue("Not A Name");
  await expect(form.field("vCPUs")).toHaveValue("none");
  await expect(form.field("Memory (MiB)")).toHaveValue("1");
  await expect(form.field("MAC address")).toHaveValue("zz");
  expect((await api.instances()).map(({ name }) => name)).not.toContain("Not A Name");
});

test("what only the agent can know comes back to the same form: an absent disk, a name that is taken", async ({
  page,
  instances,
  complaints,
}) => {
  complaints.expect(/status of 4\d\d/);
  const form = new CreateForm(page);
  await form.open();
  await form.fill({ Name: "demo", "Memory (MiB)": "16" });
  await form.addExistingDisk("/no/such/disk.raw", "raw");
  await form.create();
  await expect(form.refusal).toBeVisible();
  await expect(form.refusal).toContainText("demo");
  await expect(form.field("File")).toHaveValue("/no/such/disk.raw");

  const name = instances.newName();
  await form.fill({ Name: name });
  await form.createAndStart();
  await expect(form.refusal).toContainText("/no/such/disk.raw");
  await expect(form.field("Name")).toHaveValue(name);

  await form.fill({ File: await instances.bootDisk(name) });
  await form.createAndStart();
  await new InstancePage(page, name).expectState("running");
});

test("the form and its JSON are two views of one thing", async ({ page }) => {
  const form = new CreateForm(page);
  await form.open();
  await form.fill({ Name: "two-views", vCPUs: "3" });
  await page.getByRole("button", { name: "Show as JSON" }).click();
  const json = form.field("Input of instances.create");
  const input = JSON.parse(await json.inputValue());
  expect(input.spec).toMatchObject({ name: "two-views", cpus: 3 });
  input.spec.memoryMiB = 333;
  await json.fill(JSON.stringify(input));
  await page.getByRole("button", { name: "Show as form" }).click();
  await expect(form.field("Name")).toHaveValue("two-views");
  await expect(form.field("Memory (MiB)")).toHaveValue("333");
});
