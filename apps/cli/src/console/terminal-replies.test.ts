import { describe, expect, it } from "vitest";
import { areReplies } from "./terminal-replies.ts";

describe("What a terminal sends by itself", () => {
  it.each([
    "\u001b[24;80R",
    "\u001b[0n",
    "\u001b[?1;2c",
    "\u001b[>41;354;0c",
    "\u001b[?2004;2$y",
    "\u001b[8;24;80t",
    "\u001b[I",
    "\u001b[O",
    "\u001b[<0;10;20M",
    "\u001b[M !!",
    "\u001b[?1u",
    "\u001b]11;rgb:0000/0000/0000\u001b\\",
    "\u001b]10;rgb:ffff/ffff/ffff\u0007",
    "\u001bP>|xterm(370)\u001b\\",
    "\u001b[24;80R\u001b[?1;2c",
  ])("is told from keys: %j", (reply) => {
    expect(areReplies(Buffer.from(reply))).toBe(true);
  });

  it.each([
    "a",
    "\u001b",
    "\u001b[A",
    "\u001bOR",
    "\u001b[15~",
    "\u001b[97;5u",
    "\u001b]",
    "ls\n",
    "\u001b[24;80Rx",
    "",
  ])("is not what a person types: %j", (keys) => {
    expect(areReplies(Buffer.from(keys))).toBe(false);
  });
});
