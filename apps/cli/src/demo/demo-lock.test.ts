import { expect, test } from "vitest";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { lockDemo } from "./demo-lock.ts";

test("a second demo on the same directory is refused, with what to do", async () => {
  await using directory = await temporaryDirectory();
  await using _held = await lockDemo(directory.path);
  await expect(lockDemo(`${directory.path}/.`)).rejects.toMatchObject({
    code: "state_dir_in_use",
    hint: expect.stringContaining("--state"),
  });
});

test("the directory is free again when the demo has ended", async () => {
  await using directory = await temporaryDirectory();
  {
    await using _first = await lockDemo(directory.path);
  }
  await using _second = await lockDemo(directory.path);
});
