import { describe, expect, it } from "vitest";
import { TerminalModes } from "./terminal-modes.ts";

/** What is undone after a guest wrote this, in these lots. */
function reset(...lots: string[]): string {
  const modes = new TerminalModes();
  for (const lot of lots) modes.take(Buffer.from(lot));
  return modes.reset();
}

describe("A terminal that a guest has used", () => {
  it("gets back colours, cursor, mouse and paste whatever the guest did", () => {
    for (const sequence of ["\u001b[0m", "\u001b[?25h", "\u001b[?1000l", "\u001b[?1006l", "\u001b[?2004l"])
      expect(reset("nothing")).toContain(sequence);
  });

  it("gets its first screen back when the guest left the other one open, however the sequence was cut", () => {
    const open = "a\u001b[?25;1049hb";
    for (let cut = 0; cut <= open.length; cut += 1)
      expect(reset(open.slice(0, cut), open.slice(cut))).toContain("\u001b[?1049l");
  });

  it("is not sent away from a screen that is not shown: that would move its cursor", () => {
    expect(reset("\u001b[?1049h\u001b[?1049l")).not.toContain("1049");
    expect(reset("no screen")).not.toContain("\u001b[r");
  });

  it("scrolls as a whole again, and keys are sent as before", () => {
    expect(reset("\u001b[3;10r")).toContain("\u001b7\u001b[r\u001b8");
    expect(reset("\u001b[3;10r\u001b[r")).not.toContain("\u001b[r");
    expect(reset("\u001b[>1u\u001b[>5u\u001b[<u")).toContain("\u001b[<1u");
    expect(reset("\u001b[4 q")).toContain("\u001b[0 q");
  });

  it("is brought out of a string that the guest never ended before anything else is said", () => {
    expect(reset("\u001b]0;a title without end").startsWith("\u001b\\")).toBe(true);
  });
});
