import { describe, expect, it } from "vitest";
import { type KeyAct, KeyCommands } from "./key-commands.ts";

const keys = { leave: 0x1d, command: 0x1e };

/** What was done, keys as text, with the input in these lots. */
function acts(...lots: string[]): (string | KeyAct)[] {
  const commands = new KeyCommands(keys);
  return lots
    .flatMap((lot) => commands.take(Buffer.from(lot, "latin1")))
    .map((act) => (act.type === "keys" ? Buffer.from(act.bytes).toString("latin1") : act));
}

describe("The keys of a console", () => {
  it("are all the guest's but two", () => {
    const others = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte))
      .filter((key) => key !== "\u001d" && key !== "\u001e")
      .join("");
    expect(acts(others)).toEqual([others]);
  });

  it("leave at once with Ctrl-], and nothing that was pasted behind it is typed", () => {
    expect(acts("ab\u001drm -rf /")).toEqual(["ab", { type: "leave" }]);
  });

  it("do what the key after the command key says, however the two arrive", () => {
    for (const lots of [["a\u001ebc"], ["a\u001e", "bc"], ["a", "\u001e", "b", "c"]])
      expect(acts(...lots)).toEqual(["a", { type: "break" }, "c"]);
    expect(acts("\u001esB\u001eS1")).toEqual([
      { type: "sysrq", key: "b" },
      { type: "sysrq", key: "1" },
    ]);
    expect(acts("\u001ea\u001er\u001et")).toEqual(
      ["request", "release", "take"].map((action) => ({ type: "seat", action })),
    );
    expect(acts("\u001ed")).toEqual([{ type: "ctrl-alt-del" }]);
    expect(acts("\u001eq")).toEqual([{ type: "leave" }]);
  });

  it("go to the guest themselves after the command key", () => {
    expect(acts("\u001e\u001e\u001e\u001d")).toEqual(["\u001e", "\u001d"]);
  });

  it("explain themselves when a command is none, and type nothing of it", () => {
    expect(acts("\u001e?\u001ex\u001es!y")).toEqual([
      { type: "help" },
      { type: "help" },
      { type: "help" },
      "y",
    ]);
  });

  it("are all the guest's where both are given up", () => {
    const commands = new KeyCommands({ leave: undefined, command: undefined });
    expect(commands.take(Buffer.from("\u001d\u001e"))).toMatchObject([{ type: "keys" }]);
  });
});
