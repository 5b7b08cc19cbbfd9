import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { Notes } from "./notes.ts";

function said(text: string, options: { isTerminal: boolean; colour: boolean; quiet?: boolean }): unknown {
  const output = new PassThrough();
  new Notes({ output, quiet: false, ...options }).say(text);
  return output.read();
}

test("A note stands on a line of its own, grey where colours are wanted, and not at all when quiet", () => {
  expect(String(said("a", { isTerminal: true, colour: true }))).toBe(
    "\r\n\u001b[90m[gantry: a]\u001b[0m\r\n",
  );
  expect(String(said("a", { isTerminal: true, colour: false }))).toBe("\r\n[gantry: a]\r\n");
  expect(String(said("a", { isTerminal: false, colour: true }))).toBe("[gantry: a]\n");
  expect(said("a", { isTerminal: true, colour: true, quiet: true })).toBeNull();
});

test("Nothing that others chose, such as a name, controls the terminal", () => {
  const name = "ada\u001b]0;x\u0007\r\n\u009b2J";
  expect(String(said(name, { isTerminal: false, colour: false }))).toBe("[gantry: ada]0;x2J]\n");
});
