import { expect, test } from "vitest";
import { run } from "./testing/run.ts";

test("an unknown command is a usage error on standard error", async () => {
  expect(await run(["fly"])).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("fly") });
});

test("an option outside its range is refused before anything is started", async () => {
  expect(await run(["demo", "--port", "70000"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("65534"),
  });
});

test("help is no error and goes to standard output", async () => {
  expect(await run(["--help"])).toMatchObject({ code: 0, stdout: expect.stringContaining("demo") });
});
