import { describe, expect, test } from "vitest";
import { readConsolePage } from "./console-page.ts";
import { pastOf } from "./testing/past-of.ts";

const textOf = ({ bytes }: { bytes: Uint8Array }) => Buffer.from(bytes).toString();

describe("A page of a console's past", () => {
  test("begins where it is asked to and says where the next one does", async () => {
    const past = pastOf(["before", "first", "second"], { chunk: 2 });
    const page = await readConsolePage(past, { from: 2, maxBytes: 5 });
    expect(page).toMatchObject({ from: 2, next: 7, end: 17 });
    expect(textOf(page)).toBe("foref");
    const rest = await readConsolePage(past, { from: page.next, maxBytes: 1000 });
    expect(rest).toMatchObject({ from: 7, next: 17, end: 17 });
    expect(textOf(rest)).toBe("irstsecond");
    expect(textOf(await readConsolePage(past, { from: 17, maxBytes: 1 }))).toBe("");
  });

  test("of a boot holds that boot and no other, named by number or from the present one back", async () => {
    const past = pastOf(["before", "first", "second"]);
    for (const boot of [1, -1]) {
      const page = await readConsolePage(past, { boot, maxBytes: 1000 });
      expect(page).toMatchObject({ boot: { n: 1 }, from: 6, next: 11, end: 11 });
      expect(textOf(page)).toBe("first");
    }
    expect(textOf(await readConsolePage(past, { boot: 0, from: 13, maxBytes: 1000 }))).toBe("cond");
  });

  test("begins later when what was asked for is not kept any more", async () => {
    const past = pastOf(["before", "first", "second"]);
    past.forgetBefore(8);
    expect(await readConsolePage(past, { from: 0, maxBytes: 1000 })).toMatchObject({ from: 8 });
    expect(textOf(await readConsolePage(past, { boot: 1, maxBytes: 1000 }))).toBe("rst");
  });

  test("that is not written yet, or of a boot that is not there, is refused with what there is", async () => {
    const past = pastOf(["", "first", "second"]);
    await expect(readConsolePage(past, { from: 12, maxBytes: 1 })).rejects.toMatchObject({
      code: "invalid_input",
      hint: "Ask from 11 on, or leave `from` out.",
    });
    await expect(readConsolePage(past, { boot: -2, maxBytes: 1 })).rejects.toMatchObject({
      code: "not_found",
      details: { boots: [1, 2] },
    });
  });
});
