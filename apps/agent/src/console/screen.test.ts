import { repeatedSequences } from "@gantry/kvm-core/model";
import headless from "@xterm/headless";
import { describe, expect, it, vi } from "vitest";
import { paintScreen } from "./screen.ts";
import { Screens } from "./screens.ts";
import { WrittenPort } from "./testing/written-port.ts";

const size = { cols: 80, rows: 24 };

/** What stands on the screen of a terminal, and in which modes it is. */
async function shown(texts: readonly (string | Uint8Array)[]) {
  const terminal = new headless.Terminal({ ...size, scrollback: 1000, allowProposedApi: true });
  for (const text of texts) await new Promise<void>((resolve) => terminal.write(text, resolve));
  const { buffer, modes } = terminal;
  const { active } = buffer;
  const lines = Array.from(
    { length: size.rows },
    (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? "",
  );
  const result = { lines, modes, cursor: [active.cursorX, active.cursorY], type: active.type };
  terminal.dispose();
  return result;
}

/** The screen as one who joins gets it, against that of one who has seen every byte. */
async function bothShow(text: string, then = "") {
  const { data } = await paintScreen(new WrittenPort(text), size);
  return [await shown([data, then]), await shown([text, then])];
}

const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => `line ${index} ${"·".repeat(40)}\r\n`).join("");
const editor = [
  "\x1b[?1049h\x1b[?1h\x1b=\x1b[?2004h\x1b[2J\x1b[1;23r",
  "\x1b[24;1H\x1b[7m status line \x1b[0m",
  "\x1b[1;1Hfirst\r\nsecond",
].join("");

describe("The painted screen", () => {
  it("is that of somebody who has seen every byte", async () => {
    for (const text of ["", "login: ", lines(3000), `${lines(9000)}$ `]) {
      const [painted, seen] = await bothShow(text);
      expect(painted).toEqual(seen);
    }
  });

  it("is painted at once, however often a guest asks to scroll, insert or repeat", async () => {
    const endless = repeatedSequences.map((final) => `\x1b[2147483647${final}`).join("");
    const { data } = await paintScreen(new WrittenPort(`one\r\n${endless}two`), size);
    expect((await shown([data])).lines.slice(0, 2)).toEqual(["one", "two"]);
  });

  it("leaves nothing in the agent's own log, however malformed the output is", async () => {
    using errors = vi.spyOn(console, "error").mockReturnValue(undefined);
    await paintScreen(new WrittenPort("\x1b\u00e9".repeat(100)), size);
    expect(errors).not.toHaveBeenCalled();
  });

  it("of a full-screen program is whole, and goes on as the program expects", async () => {
    const [painted, seen] = await bothShow(`${lines(50)}${editor}`, "\x1b[23;1H\n\n\x1b[1;5Hx");
    expect(painted).toEqual(seen);
    expect(painted?.type).toBe("alternate");
    expect(painted?.lines[23]).toBe(" status line ");
    expect(painted?.modes).toMatchObject({ applicationCursorKeysMode: true, bracketedPasteMode: true });
  });

  it("of a full-screen program that has scrolled for megabytes still has what it drew at first", async () => {
    const scrolling = "\x1b[23;1H" + lines(40_000);
    const [painted, seen] = await bothShow(lines(10) + editor + scrolling, "\x1b[23;1H\r\nlast");
    expect(painted).toEqual(seen);
    expect(painted?.lines[23]).toBe(" status line ");
  });

  it("is the ordinary one again after the program has ended", async () => {
    const [painted, seen] = await bothShow(
      `${lines(50)}${editor}\x1b[r\x1b[?2004l\x1b[?1l\x1b>\x1b[?1049l$ `,
    );
    expect(painted).toEqual(seen);
    expect(painted?.type).toBe("normal");
  });

  it("stays small for a guest that fills every cell and a terminal of a million", async () => {
    const port = new WrittenPort("x\x1b[499b\r\n".repeat(12_000));
    const { data } = await paintScreen(port, { cols: 1000, rows: 1000 });
    expect(data).toContain("x".repeat(500));
    expect(data.length).toBeLessThan(512 * 1024);
  });

  it("is drawn once for all who join at about the same time", async () => {
    const port = new WrittenPort(lines(3000));
    const screens = new Screens();
    const all = await Promise.all(Array.from({ length: 60 }, () => screens.paint(port, size)));
    expect(new Set(all).size).toBe(1);
    const reads = port.reads;
    port.say("x".repeat(1000));
    const late = await screens.paint(port, size);
    expect([late, port.reads]).toEqual([all[0], reads]);
    expect(await screens.paint(port, { cols: 132, rows: 50 })).not.toBe(late);
    port.say("x".repeat(100_000));
    expect((await screens.paint(port, size)).seq).toBe(port.seq);
  });

  it("is tried again by the next one when it could not be drawn", async () => {
    const port = new WrittenPort("hello");
    const screens = new Screens();
    port.failing = true;
    await expect(screens.paint(port, size)).rejects.toThrow("cannot be read");
    port.failing = false;
    expect((await screens.paint(port, size)).data).toContain("hello");
  });
});
