import { expect, test } from "vitest";
import { greyLine, sttyCommand } from "./escape-codes.ts";

test("the size is told to the guest by the command a person would type", () => {
  expect(sttyCommand({ cols: 132, rows: 43 })).toBe("stty rows 43 cols 132\r");
});

test("a grey line never wraps", () => {
  for (const cols of [20, 80, 200]) {
    const visible = greyLine("boot 1", cols).replaceAll(/\u001b\[[0-9;]*m|\r\n/g, "");
    expect(visible.length).toBeLessThan(cols);
  }
});
