import { expect, test } from "../test.ts";
import { Console } from "../user/console.ts";
import { InstancePage } from "../user/instance-page.ts";
import { Shell } from "../user/shell.ts";
import { SignInPage } from "../user/sign-in-page.ts";

test.use({ signedIn: false });

test("a viewer sees everything, is told why nothing can be changed, and reads the console without a keyboard", async ({
  page,
  api,
  complaints,
}) => {
  // Its session ends while it looks on.
  complaints.expect(/status of 401/, /WebSocket/);
  const { token } = await api.mutate<{ token: string }>("auth.createToken", {
    name: "looker",
    role: "viewer",
  });
  const door = new SignInPage(page);
  await door.open();
  await door.useToken(token);
  await new Shell(page).expectPage("Instances");
  await expect(page.getByRole("button", { name: "Create instance" })).toHaveAttribute(
    "aria-description",
    /operator.*viewer/,
  );
  const demo = new InstancePage(page, "demo");
  await demo.open("console");
  for (const verb of ["Stop", "Pause", "Reboot"] as const) {
    await expect(demo.power(verb)).toHaveAttribute("aria-description", /needs the role operator/);
  }
  const console = new Console(page, "demo");
  await console.expectText(/demo:.*#/);
  await expect(console.statusLine("you are reading")).toBeVisible();

  await api.mutate("auth.revokeToken", { name: "looker" });
  await expect(page.getByRole("heading", { name: "Sign in to Gantry" })).toBeVisible();
});
