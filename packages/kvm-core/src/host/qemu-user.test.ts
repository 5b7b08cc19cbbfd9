import { describe, expect, test } from "vitest";
import { allows } from "./closed-to.ts";
import { examineQemuUser } from "./examine-qemu-user.ts";
import { findQemuUser, groupForKvm, readSubordinateUids, uidFor } from "./qemu-user.ts";

const isRoot = process.getuid?.() === 0;

describe("the account that QEMU runs as", () => {
  test("is the agent's own when nobody wants another", async () => {
    expect(await findQemuUser({ wanted: "none", accelerator: "tcg" })).toBeUndefined();
    expect(await findQemuUser({ wanted: process.getuid?.() ?? 0, accelerator: "tcg" })).toBeUndefined();
  });

  test("is refused when there is none of that name, with the command that makes it", async () => {
    await expect(findQemuUser({ wanted: "no-such-account", accelerator: "tcg" })).rejects.toMatchObject({
      code: "invalid_input",
      details: { path: "qemuUser" },
      hint: expect.stringMatching(/useradd --system .* no-such-account/),
    });
  });

  test.runIf(isRoot)("is found by name and by number", async () => {
    const byName = await findQemuUser({ wanted: "nobody", accelerator: "tcg" });
    const account = byName?.accountFor("7c9e6679-7425-40de-944b-e07fc1f90ae7");
    expect(account).toMatchObject({ uid: expect.any(Number), gid: expect.any(Number) });
    const byNumber = await findQemuUser({ wanted: account?.uid ?? 0, accelerator: "tcg" });
    expect(byNumber).toMatchObject({ name: "nobody", hasOwnUids: false });
    expect(byNumber?.accountFor("00000000-7425-40de-944b-e07fc1f90ae7")).toEqual(account);
  });

  test("gives each instance a uid of its range, told by its uuid alone", () => {
    const text = "# comment\nsomebody:100000:65536\ngantry-qemu:700000:1000\ngantry-qemu:900000:1\n";
    const range = readSubordinateUids(text, "gantry-qemu") ?? { first: 0, count: 0 };
    expect(range).toEqual({ first: 700_000, count: 1000 });
    expect(uidFor("00000000-7425-40de-944b-e07fc1f90ae7", range)).toBe(700_000);
    expect(uidFor("ffffffff-7425-40de-944b-e07fc1f90ae7", range)).toBe(700_000 + (0xffffffff % 1000));
    expect(readSubordinateUids(text, "gantry")).toBeUndefined();
    expect(
      readSubordinateUids("gantry-qemu:0:5\ngantry-qemu:x:5\ngantry-qemu", "gantry-qemu"),
    ).toBeUndefined();
  });

  test("has the group of /dev/kvm where that is what opens it, and never root's", () => {
    const account = { name: "gantry-qemu", uid: 990, gid: 991 };
    const group = (uid: number, gid: number, mode: number) =>
      groupForKvm(account, { uid, gid, mode: 0o20_000 | mode });
    expect(group(0, 104, 0o660)).toBe(104);
    expect(group(0, 104, 0o666)).toBe(991);
    expect(group(990, 0, 0o600)).toBe(991);
    for (const gid of [0, 104]) {
      const mode = gid === 0 ? 0o660 : 0o600;
      expect(() => group(0, gid, mode)).toThrow(
        expect.objectContaining({
          code: "kvm_unusable",
          hint: expect.stringContaining("chgrp kvm /dev/kvm"),
        }),
      );
    }
  });

  test("may do what the mode lets its own class do, and no other", () => {
    const file = { uid: 10, gid: 20, mode: 0o100_640 };
    expect(allows(file, { uid: 10, gid: 99 }, "write")).toBe(true);
    expect(allows(file, { uid: 11, gid: 20 }, "read")).toBe(true);
    expect(allows(file, { uid: 11, gid: 20 }, "write")).toBe(false);
    expect(allows(file, { uid: 11, gid: 21 }, "read")).toBe(false);
    // The owner's bits count for the owner even where others have more.
    expect(allows({ ...file, mode: 0o100_007 }, { uid: 10, gid: 20 }, "read")).toBe(false);
  });

  test.runIf(isRoot)("is missed by the doctor where the agent is root, and the fix is a command", () => {
    expect(examineQemuUser(undefined)).toMatchObject([
      {
        code: "qemu_root",
        level: "warn",
        fix: expect.stringMatching(/^useradd --system .*gantry-qemu && usermod/),
      },
    ]);
    const user = { name: "gantry-qemu", hasOwnUids: true, accountFor: () => ({ uid: 1, gid: 1 }) };
    expect(examineQemuUser(user)).toMatchObject([{ level: "ok", message: expect.stringContaining("own") }]);
  });
});
