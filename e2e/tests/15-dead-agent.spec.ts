import { killAgent } from "../harness/dead-agent.ts";
import { expect, test } from "../test.ts";
import { Console } from "../user/console.ts";
import { InstanceList } from "../user/instance-list.ts";
import { InstancePage } from "../user/instance-page.ts";

/** What a browser says when nobody answers. */
const nobodyAnswers = [/ERR_CONNECTION_REFUSED/, /WebSocket/, /request failed/, /status of 5\d\d/];

test("when the other host's agent is killed its instances are unknown, never stopped, and come back by themselves", async ({
  page,
  demo,
  api,
  instances,
  complaints,
}) => {
  complaints.expect(...nobodyAnswers);
  const name = await instances.create({ host: "host-b" });
  const { runtime } = await api.instance(name);
  const list = new InstanceList(page);
  await list.open();
  await list.expectRow(name, { state: "running", host: "host-b" });

  await using dead = await killAgent(demo, api, "host-b");
  await list.expectRow(name, { state: "unknown" });
  await list.expectRow("demo", { state: "running" });
  await page.goto("/hosts/");
  const host = page.getByRole("table", { name: "Hosts" }).getByRole("row").filter({ hasText: "host-b" });
  await expect(host).toContainText("does not answer");

  await dead.revive();
  await expect(host).toContainText("online");
  await list.open();
  await list.expectRow(name, { state: "running", host: "host-b" });
  const after = await api.instance(name);
  expect(after.runtime?.pid, "the same QEMU").toBe(runtime?.pid);
});

test("when the agent of the page is killed the page says so, the guest runs on, and the console misses nothing", async ({
  page,
  demo,
  api,
  complaints,
}) => {
  complaints.expect(...nobodyAnswers);
  const { runtime } = await api.instance("demo");
  const console = new Console(page, "demo");
  await console.open();
  const instance = new InstancePage(page, "demo");
  await instance.expectState("running");
  await console.enter(
    "i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo step $i; done; echo stepped $((2900+100))",
  );
  await console.expectText(/^step 10$/m);

  await using dead = await killAgent(demo, api, "host-a");
  await expect(page.getByText("The agent does not answer")).toBeVisible();
  await instance.expectState("unknown");
  await expect(console.statusLine("reconnecting")).toBeVisible();

  await dead.revive();
  await instance.expectState("running");
  await expect(page.getByText("The agent does not answer")).toBeHidden();
  await console.expectText("stepped 3000");
  const steps = [...(await console.text()).matchAll(/^step (\d+)$/gm)].map(([, number]) => Number(number));
  expect(steps).toEqual(Array.from({ length: 3000 }, (_none, index) => index + 1));
  expect((await api.instance("demo")).runtime?.pid, "the same QEMU").toBe(runtime?.pid);
  await console.enter("echo alive $((600+1))");
  await console.expectText("alive 601");
});

test("a QEMU that is killed is told as a crash with its reason, and can be started again", async ({
  page,
  api,
  instances,
}) => {
  const name = await instances.create();
  const { runtime } = await api.instance(name);
  const instance = new InstancePage(page, name);
  await instance.open();
  await instance.expectState("running");
  process.kill(runtime?.pid ?? 0, "SIGKILL");
  await instance.expectState("crashed");
  await expect(page.getByRole("tabpanel")).toContainText("QEMU was killed by signal 9 (SIGKILL).");
  await instance.press("Start");
  await instance.expectState("running");
});
