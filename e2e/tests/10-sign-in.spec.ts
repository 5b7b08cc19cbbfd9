import { expect, test } from "../test.ts";
import { Shell } from "../user/shell.ts";
import { SignInPage } from "../user/sign-in-page.ts";

test.use({ signedIn: false });

test("the one-time link lets one browser in, and says what to do when it is used again", async ({
  page,
  browser,
  demo,
  complaints,
}) => {
  await new SignInPage(page).openLink(demo.ready.url);
  const shell = new Shell(page);
  await shell.expectPage("Instances");
  expect(page.url(), "the code leaves the address bar").not.toContain("link=");

  const other = await browser.newContext();
  const late = await other.newPage();
  complaints.listenTo(late);
  complaints.expect(/auth\.signIn/, /status of 401/);
  const door = new SignInPage(late);
  await door.openLink(demo.ready.url);
  await door.expectRefused(/used before, or is too old/);
  await door.expectRefused(/new link/);
  await other.close();
});

test("a token lets a browser in, sign-out lets it out, and the page it wanted is shown after the next sign-in", async ({
  page,
  api,
  complaints,
}) => {
  // Who is not signed in is told so by the first question.
  complaints.expect(/status of 401/);
  const door = new SignInPage(page);
  const shell = new Shell(page);
  await door.open();
  await door.useToken(api.token);
  await shell.expectPage("Instances");
  await shell.signOut();

  await page.goto("/hosts/");
  await expect(page).toHaveURL(/\/sign-in\//);
  await door.useToken(api.token);
  await shell.expectPage("Hosts");
});

test("a wrong token is refused at the field, and what was typed stays", async ({ page, complaints }) => {
  complaints.expect(/status of 401/);
  const door = new SignInPage(page);
  await door.open();
  await door.useToken("not-a-token-of-this-agent");
  await door.expectRefused(/not known here/);
  await expect(page.getByLabel("Token")).toHaveValue("not-a-token-of-this-agent");
  await expect(page.getByLabel("Token")).toHaveAccessibleDescription(/does not know this token/);
});
