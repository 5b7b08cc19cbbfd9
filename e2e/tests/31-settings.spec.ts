import { AgentApi } from "../harness/agent-api.ts";
import { expect, test } from "../test.ts";
import { Console } from "../user/console.ts";
import { openSettled } from "../user/settled.ts";

test("a session is seen with when and from where, and ended from another browser, which must sign in again", async ({
  page,
  browser,
  api,
}) => {
  await using other = await browser.newContext({ baseURL: api.url });
  const headers = { "x-gantry": "1", origin: api.url };
  const { token } = await api.mutate<{ token: string }>("auth.createToken", {
    name: "other-browser",
    role: "viewer",
  });
  await other.request.post(`${api.url}/trpc/auth.signIn`, { headers, data: { token } });
  const watching = await other.newPage();
  const console = new Console(watching, "demo");
  await console.open();

  await openSettled(page, "/settings/");
  const row = page
    .getByRole("table", { name: "Sessions" })
    .getByRole("row")
    .filter({ hasText: "other-browser, viewer" });
  await expect(row).toContainText("127.0.0.1");
  await expect(
    page.getByRole("table", { name: "Sessions" }).getByRole("row").filter({ hasText: "this browser" }),
  ).toHaveCount(1);
  await row.getByRole("button", { name: /^End the session of other-browser/ }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End" }).click();
  await expect(watching.getByRole("dialog", { name: "Sign in to Gantry again" })).toBeVisible();
  await expect(row).toBeHidden();
  await api.mutate("auth.revokeToken", { name: "other-browser" });
});

test("a token is made with a role and an end, shown once, used, and revoked", async ({
  page,
  api,
  complaints,
}) => {
  // The name that is refused first.
  complaints.expect(/status of 400/);
  await openSettled(page, "/settings/");
  const form = page.getByRole("form", { name: "New token" });
  await form.getByLabel("Name").fill("Not A Name");
  await form.getByRole("button", { name: "Create token" }).click();
  await expect(form.getByLabel("Name")).toHaveAccessibleDescription(/use a–z/);
  await form.getByLabel("Name").fill("nightly");
  await form.getByLabel("Role").selectOption("operator");
  await form.getByLabel("Ends").selectOption({ label: "in 30 days" });
  await form.getByRole("button", { name: "Create token" }).click();
  const token = (await page.getByTestId("new-token").textContent()) ?? "";
  const script = new AgentApi(api.url, token);
  expect(await script.query("auth.me")).toMatchObject({ name: "nightly", role: "operator" });

  await page.reload();
  const row = page.getByRole("table", { name: "API tokens" }).getByRole("row").filter({ hasText: "nightly" });
  await expect(row).toContainText("operator");
  await expect(page.getByText(token)).toHaveCount(0);
  await row.getByRole("button", { name: "Revoke nightly" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
  await expect(row).toBeHidden();
  await expect(script.query("auth.me")).rejects.toMatchObject({ status: 401 });
});

test("the audit trail is narrowed in the address, and taken away as JSON", async ({
  page,
  api,
  instances,
}) => {
  const name = await instances.create({ start: false });
  await expect(api.run("instances.pause", { instance: name })).rejects.toThrow();
  await openSettled(page, `/audit/?subject=${name}`);
  const rows = page.getByRole("table", { name: "Audit trail" }).getByRole("row");
  await expect(rows.filter({ hasText: "instances.create" })).toContainText("ok");
  await expect(rows).toHaveCount(3);
  await page.getByLabel("Result, such as refused").fill("refused");
  await page.keyboard.press("Enter");
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText("instances.pause");
  expect(new URL(page.url()).searchParams.get("result")).toBe("refused");
  await page.reload();
  await expect(rows).toHaveCount(2);
  const begun = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export as JSON" }).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await begun).createReadStream()) chunks.push(chunk as Buffer);
  expect(JSON.parse(Buffer.concat(chunks).toString())).toMatchObject([
    { action: "instances.pause", subject: name, actor: "admin", host: "host-a", result: "wrong_state" },
  ]);
  await page.close();
});
