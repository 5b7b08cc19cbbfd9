import headless from "@xterm/headless";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { softReset } from "./escape-codes.ts";
import { guardTerminal } from "./guest-guards.ts";

/** A guarded terminal of 80 by 24, and what it would have sent to the guest and to the clipboard. */
function guarded({ mayReply = true } = {}) {
  const size = { cols: 80, rows: 24, scrollback: 10_000 };
  const terminal = new headless.Terminal({ ...size, allowProposedApi: true, logLevel: "off" });
  const sent: string[] = [];
  const clips: string[] = [];
  const titles: string[] = [];
  terminal.onData((data) => sent.push(data));
  terminal.onTitleChange((title) => titles.push(title));
  guardTerminal(terminal, { mayReply: () => mayReply, onClipboard: (text) => clips.push(text) });
  const write = (text: string) => new Promise<void>((resolve) => terminal.write(text, resolve));
  const screen = () => {
    const { active } = terminal.buffer;
    return active.getLine(active.baseY + active.cursorY)?.translateToString(true);
  };
  return { terminal, write, screen, sent, clips, titles };
}

const questions: Readonly<Record<string, string>> = {
  "cursor position": "\u001b[6n",
  status: "\u001b[5n",
  "extended cursor position": "\u001b[?6n",
  "primary attributes": "\u001b[c",
  "secondary attributes": "\u001b[>c",
  "tertiary attributes": "\u001b[=c",
  version: "\u001b[>q",
  mode: "\u001b[4$p",
  "private mode": "\u001b[?25$p",
  "colour of the palette": "\u001b]4;1;?\u0007",
  "text colour": "\u001b]10;?\u0007",
  "all three colours": "\u001b]10;?;?;?\u0007",
  "background colour": "\u001b]11;?\u001b\\",
  "cursor colour": "\u001b]12;?\u0007",
  setting: "\u001bP$qm\u001b\\",
  "size of the window": "\u001b[18t",
  "title of the window": "\u001b[21t",
  "size in pixels": "\u001b[14t",
};

describe("A reader's terminal", () => {
  test.each(Object.entries(questions))("does not answer what is asked: %s", async (_name, question) => {
    const { write, sent } = guarded({ mayReply: false });
    await write(`${question}after`);
    expect(sent).toEqual([]);
  });
});

describe("A writer's terminal", () => {
  test("tells a guest where its cursor is, and never how large a window is or what its title is", async () => {
    const { write, sent } = guarded();
    await write("abc\u001b[6n\u001b[18t\u001b[21t\u001b[14t");
    expect(sent).toEqual(["\u001b[1;4R"]);
  });

  test("answers a guest that asks without end only now and then", async () => {
    const { write, sent } = guarded();
    await write("\u001b[6n".repeat(5000));
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.length).toBeLessThan(1000);
  });
});

describe("What a guest writes", () => {
  test("never is a title", async () => {
    const { write, titles } = guarded();
    await write("\u001b]0;both\u0007\u001b]1;icon\u0007\u001b]2;window\u0007\u001b[22t\u001b[23t");
    expect(titles).toEqual([]);
  });

  test("reaches the clipboard only through the page's own decision, and the clipboard is never read", async () => {
    const { write, clips, sent } = guarded();
    await write(`\u001b]52;c;${btoa("copied")}\u0007\u001b]52;c;?\u0007\u001b]52;c;!!\u0007`);
    await write(`\u001b]52;c;${"QUJD".repeat(100_000)}\u0007`);
    expect(clips).toEqual(["copied"]);
    expect(sent).toEqual([]);
  });

  test.each([
    "@",
    " @",
    "A",
    "B",
    "C",
    "D",
    "G",
    "I",
    "J",
    "K",
    "L",
    "M",
    "P",
    "S",
    "T",
    "X",
    "Z",
    "b",
    "r",
    "'}",
  ])("two thousand million times over (%s) is passed over, and the terminal goes on", async (final) => {
    const { write, terminal } = guarded();
    await write(`line\r\nmore\u001b[2147483647${final}\u001b[2147483647;2147483647${final}`);
    await write("\u001b[1;1Hafter");
    expect(terminal.buffer.active.getLine(terminal.buffer.active.baseY)?.translateToString(true)).toContain(
      "after",
    );
  });

  test("scrolls, inserts and repeats as often as a screen has lines and columns", async () => {
    const { write, screen } = guarded();
    await write("\u001b[24S\u001b[1;1Hx\u001b[79b");
    expect(screen()).toBe("x".repeat(80));
  });

  test("for megabytes without a line break, or in a string that never ends, leaves a terminal that works", async () => {
    const { write, screen, terminal } = guarded();
    await write("x".repeat(10_000_000));
    expect(terminal.buffer.active.length).toBeLessThanOrEqual(10_024);
    await write(`\u001b]0;${"y".repeat(1_000_000)}`);
    await write("\u0007\u001bP$q");
    await write(`${"z".repeat(1_000_000)}\u001b\\\r\nafter`);
    expect(screen()).toBe("after");
  });

  test("does not leave the screen's past when it leaves a full-screen mode it is not in", async () => {
    const { write, terminal } = guarded();
    await write("one\r\ntwo\r\n\u001b[?1049lthree");
    expect(terminal.buffer.active.getLine(2)?.translateToString(true)).toBe("three");
  });

  test("whatever it is, is taken in to the end, and a reader answers nothing", async () => {
    const number = fc.constantFrom(
      "",
      "0",
      "1",
      "7",
      "24",
      "80",
      "1049",
      "2004",
      "65535",
      "2147483647",
      "99999999999",
    );
    const parameters = fc.array(number, { maxLength: 4 }).map((numbers) => numbers.join(";"));
    const final = fc.integer({ min: 0x40, max: 0x7e }).map((code) => String.fromCharCode(code));
    const csi = fc
      .tuple(
        fc.constantFrom("", "?", ">", "=", "<"),
        parameters,
        fc.constantFrom("", " ", "!", "$", "'", '"'),
        final,
      )
      .map((parts) => `\u001b[${parts.join("")}`);
    const osc = fc
      .tuple(
        fc.constantFrom(0, 2, 4, 8, 10, 11, 12, 52, 104, 133, 633, 1337),
        fc.string(),
        fc.constantFrom("\u0007", "\u001b\\", ""),
      )
      .map(([code, text, end]) => `\u001b]${code};${text}${end}`);
    const dcs = fc
      .tuple(parameters, fc.string())
      .map(([numbers, text]) => `\u001bP${numbers}$q${text}\u001b\\`);
    const escape = final.map((letter) => `\u001b${letter}`);
    const output = fc.array(fc.oneof(csi, osc, dcs, escape, fc.string({ unit: "binary" })), {
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(output, async (parts) => {
        const { write, screen, sent, titles, terminal } = guarded({ mayReply: false });
        await write(parts.join(""));
        // CAN ends whatever sequence is open; a new boot begins like this.
        await write(`\u0018${softReset}\r\n\u001b[Kafter`);
        expect(screen()).toBe("after");
        expect(sent.filter((data) => data !== "\u001b[I" && data !== "\u001b[O")).toEqual([]);
        expect(titles).toEqual([]);
        terminal.dispose();
      }),
      { numRuns: 300 },
    );
  });
});
