import { expect, test } from "../test.ts";
import { Console } from "../user/console.ts";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("a guest reaches neither the title nor the clipboard, until somebody lets it have the clipboard", async ({
  page,
}) => {
  const console = new Console(page, "demo");
  await console.open();
  const title = await page.title();
  await page.evaluate(() => navigator.clipboard.writeText("mine"));
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  const stealing = (word: string) =>
    String.raw`printf '\033]0;owned\007\033]2;owned\007\033]52;c;%s\007\033]52;c;?\007' $(printf ${word} | base64)`;

  await console.enter(`${stealing("theirs")}; echo done $((10+1))`);
  await console.expectText("done 11");
  expect(await clipboard()).toBe("mine");
  expect(await page.title()).toBe(title);

  await console.chooseOption("The guest may set the clipboard");
  await expect(page.getByRole("button", { name: "Console options" })).toHaveText("Options, clipboard on");
  await console.enter(`${stealing("given")}; echo done $((10+2))`);
  await console.expectText("done 12");
  await expect.poll(clipboard).toBe("given");

  // What was written before is not written to the clipboard again, and the choice is this browser's.
  await page.evaluate(() => navigator.clipboard.writeText("mine again"));
  await page.reload();
  await console.expectText("done 12");
  expect(await clipboard()).toBe("mine again");
  await expect(page.getByRole("button", { name: "Console options" })).toHaveText("Options, clipboard on");
  await console.chooseOption("The guest may set the clipboard");
});

test("only the live writer answers a guest's questions: no reader, no second tab, no reload", async ({
  page,
  context,
}) => {
  const console = new Console(page, "demo");
  await console.open();
  const second = new Console(await context.newPage(), "demo");
  await second.open();
  await page.bringToFront();
  // Whoever answers types: the guest reads what was typed within a second.
  const questions = String.raw`\033[6n\033[c\033[>c\033[?25$p\033P$qm\033\\\033]10;?\007`;
  await console.enter(
    String.raw`stty -icanon -echo; printf '${questions}'; sleep 1; a=$(dd bs=999 count=1 2>/dev/null | cat -v); stty sane; echo "got [$a]"`,
  );
  await console.expectText(/got \[\^\[\[\d+;\d+R[^]*\]/);
  expect((await console.text()).match(/\^\[\[\d+;\d+R/g)).toHaveLength(1);

  await page.reload();
  await console.expectText(/got \[/);
  await console.enter("echo quiet $((20+2))");
  await console.expectText(/# echo quiet \$\(\(20\+2\)\)\s+quiet 22/);
  await second.expectText("quiet 22");
});

test("numbers without end, a line without end, malformed sequences and heaps of marks stop neither page nor guest", async ({
  page,
}) => {
  const console = new Console(page, "demo");
  await console.open();
  const endless = ["I", "L", "M", "S", "T", "Z", "b"]
    .map((final) => String.raw`\033[2147483647${final}`)
    .join("");
  await console.enter(
    String.raw`printf 'x${endless}\033\303\251'; head -c 300000 /dev/zero | tr '\0' y; printf 'a'; ` +
      String.raw`i=0; while [ $i -lt 2000 ]; do printf '\314\201'; i=$((i+1)); done; clear; echo alive $((30+3))`,
  );
  await console.expectText("alive 33");
});

test("a text that turns its direction is shown as it was written", async ({ page }) => {
  const console = new Console(page, "demo");
  await console.open();
  await console.enter(String.raw`printf 'run \342\200\256gpj.exe\342\200\254 end\n'`);
  await console.expectText("run gpj.exe end");
});

test("links lead to http and https only, on Ctrl-click, and show before where to", async ({
  page,
  context,
}) => {
  const console = new Console(page, "demo");
  await console.open();
  const link = (address: string, text: string) => String.raw`\033]8;;${address}\033\\${text}\033]8;;\033\\`;
  await console.enter(
    String.raw`clear; printf '${link("javascript:alert(1)", "SCRIPT")}\n${link("https://hidden.invalid/x", "NAMED")}\nhttp://plain.invalid/a\n'`,
  );
  await console.expectText("http://plain.invalid/a");
  await console.hover("SCRIPT");
  await expect(page.getByTestId("link-target")).toBeHidden();
  await console.hover("NAMED");
  await expect(page.getByTestId("link-target")).toHaveText("Ctrl-click opens https://hidden.invalid/x");
  await console.hover("http://plain");
  await expect(page.getByTestId("link-target")).toHaveText("Ctrl-click opens http://plain.invalid/a");

  await page.mouse.down();
  await page.mouse.up();
  expect(context.pages()).toHaveLength(1);
  const opened = context.waitForEvent("page");
  await page.keyboard.down("Control");
  await page.mouse.down();
  await page.mouse.up();
  await page.keyboard.up("Control");
  const other = await opened;
  expect(await other.evaluate(() => window.opener === null)).toBe(true);
  await other.close();
});
