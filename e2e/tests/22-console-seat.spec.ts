import { expect, test } from "../test.ts";
import { Console } from "../user/console.ts";

test("the second tab reads until it takes the keyboard over, and both say by name who types", async ({
  page,
  context,
}) => {
  const console = new Console(page, "demo");
  await console.open();
  await console.enter("echo mine $((1+1))");
  const second = new Console(await context.newPage(), "demo");
  await second.open();
  await second.expectText("mine 2");
  await expect(second.statusLine("admin is typing, 1 reader: admin (2)")).toBeVisible();

  await second.frame.click();
  await second.page.keyboard.type("lost");
  await expect(second.statusLine("Not typed: admin has the keyboard")).toBeVisible();

  await second.button("Take over").click();
  await expect(second.statusLine("you are typing, 1 reader: admin")).toBeVisible();
  await expect(console.statusLine("admin (2) is typing")).toBeVisible();
  await second.enter("echo theirs $((1+2))");
  await console.expectText("theirs 3");
  expect(await console.text()).not.toContain("lost");
});

test("who asks for the keyboard gets it when its holder gives it, and waits when it is kept", async ({
  page,
  context,
}) => {
  const console = new Console(page, "demo");
  await console.open();
  await console.enter("echo holding");
  const second = new Console(await context.newPage(), "demo");
  await second.open();
  await second.button("Ask for the keyboard").click();
  await expect(second.statusLine("You asked admin for the keyboard")).toBeVisible();

  const request = page.getByRole("alert").filter({ hasText: "admin (2) asks for the keyboard." });
  await expect(request).toBeVisible();
  await request.getByRole("button", { name: "Keep it" }).click();
  await expect(request).toBeHidden();
  await expect(console.statusLine("you are typing")).toBeVisible();
  await second.button("Stop asking").click();

  await second.button("Ask for the keyboard").click();
  await request.getByRole("button", { name: "Give it" }).click();
  await second.enter("echo given $((3+4))");
  await console.expectText("given 7");
});
