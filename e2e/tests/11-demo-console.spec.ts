import { expect, test } from "../test.ts";
import { Console } from "../user/console.ts";
import { InstanceList } from "../user/instance-list.ts";
import { InstancePage } from "../user/instance-page.ts";

test("the demo guest is seen running and answers on its console", async ({ page }) => {
  const list = new InstanceList(page);
  await list.open();
  await list.expectRow("demo", { state: "running", host: "host-a" });
  await list.follow("demo");
  const demo = new InstancePage(page, "demo");
  await demo.expectState("running");
  await demo.expectOn("host-a");
  await demo.showTab("Console");
  const console = new Console(page, "demo");
  await console.expectLive();
  await console.expectText(/demo:.*#/);
  await console.enter("echo $((40+2))");
  await console.expectText(/^42$/m);
});

test("a second tab sees the same past and everything that follows", async ({ page, context }) => {
  const console = new Console(page, "demo");
  await console.open();
  await console.enter("echo past $((100+1))");
  await console.expectText("past 101");

  const second = new Console(await context.newPage(), "demo");
  await second.open();
  await second.expectText("past 101");
  await second.expectText("Linux version");
  await expect(second.statusLine("admin is typing").or(second.statusLine("you are typing"))).toBeVisible();

  await console.enter("echo present $((100+2))");
  await second.expectText("present 102");
  await expect(async () => {
    expect(withoutLastLine(await second.text())).toBe(withoutLastLine(await console.text()));
  }).toPass();
});

test("a reload in the middle of much output loses nothing and repeats nothing", async ({ page }) => {
  const console = new Console(page, "demo");
  await console.open();
  // Neither the first nor the last line of the answer stands in the question.
  await console.enter(
    "i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo line $i of 3000; done; echo all $((2900+100))",
  );
  await console.expectText("line 40 of 3000");
  await page.reload();
  await console.expectText("all 3000");
  const numbers = [...(await console.text()).matchAll(/^line (\d+) of 3000$/gm)].map(([, number]) =>
    Number(number),
  );
  expect(numbers).toEqual(Array.from({ length: 3000 }, (_none, index) => index + 1));
});

test("the row of keys sends what the keyboard of a browser cannot", async ({ page }) => {
  const console = new Console(page, "demo");
  await console.open();
  await console.enter("cat; echo ended $((200+1))");
  await console.pressKey("Ctrl-C");
  await console.enter("echo after $((200+2))");
  await console.expectText("after 202");
});

test("Ctrl stays down for the next key", async ({ page }) => {
  const console = new Console(page, "demo");
  await console.open();
  await console.enter("cat");
  await console.pressKey("Ctrl");
  await expect(page.getByRole("button", { name: "Ctrl", exact: true })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await console.type("c");
  await expect(page.getByRole("button", { name: "Ctrl", exact: true })).toHaveAttribute(
    "aria-pressed",
    "false",
  );
  await console.enter("echo stopped $((210+2))");
  await console.expectText("stopped 212");
});

test("pasted lines are shown before they are typed, and typed in order", async ({ page }) => {
  const console = new Console(page, "demo");
  await console.open();
  await page.getByRole("button", { name: "Paste", exact: true }).click();
  await page.getByLabel("Text to type into the guest").fill("echo one $((300+1))\necho two $((300+2))\n");
  await page.getByRole("button", { name: "Type it" }).click();
  await console.expectText(/one 301[^]*two 302/);
});

test("the guest learns the size of the window only when somebody says so, and the page remembers it", async ({
  page,
}) => {
  const console = new Console(page, "demo");
  await console.open();
  const tell = page.getByRole("button", { name: /^Tell guest/ });
  const [, columns, rows] = /(\d+)×(\d+)/.exec(await tell.innerText()) ?? [];
  await tell.click();
  await expect(page.getByText(`${columns}×${rows}`, { exact: true })).toBeVisible();
  await expect(tell).toBeHidden();
  await console.enter("echo size $(stty size)");
  await console.expectText(`size ${rows} ${columns}`);
  await console.enter("stty rows 24 cols 80");
});

/** The prompt is being written while one looks. */
function withoutLastLine(text: string): string {
  return text.split("\n").slice(0, -1).join("\n");
}
