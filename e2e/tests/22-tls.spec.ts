import { SecureAgent } from "../harness/secure-agent.ts";
import { expect, test } from "../test.ts";
import { Console } from "../user/console.ts";
import { Shell } from "../user/shell.ts";
import { SignInPage } from "../user/sign-in-page.ts";

test.use({ signedIn: false, ignoreHTTPSErrors: true });

test("over TLS a browser signs in with a cookie that only TLS carries, sees changes live and types on a console", async ({
  page,
  context,
  complaints,
}) => {
  // Who is not signed in is told so by the first question.
  complaints.expect(/status of 401/);
  await using agent = await SecureAgent.start();
  await page.goto(`${agent.url}/sign-in/`);
  await new SignInPage(page).useToken(agent.token);
  await new Shell(page).expectPage("Instances");
  expect((await context.cookies()).map(({ name, secure }) => [name, secure])).toEqual([
    ["gantry-session-host-s", true],
  ]);
  // Nothing is asked again: what is made now comes over the WebSocket.
  await agent.createInstance("secure");
  await expect(page.getByRole("row").filter({ hasText: "secure" })).toContainText("running");
  await page.goto(`${agent.url}/instance/?name=secure&tab=console`);
  const console = new Console(page, "secure");
  await console.expectLive();
  await console.expectText("READY");
  await console.type("xyzzy");
  await console.expectText(/x\.*y\.*z\.*z\.*y/);
  // A page that is left open would complain that the agent goes.
  await page.close();
});
