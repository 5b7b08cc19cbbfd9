import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { explainEnd } from "./explain-end.ts";
import { findVerdict } from "./kernel-log.ts";

const log = await readFile(new URL("./__captured__/kernel-log.txt", import.meta.url), "utf8");
const verdictOn = (pid: number, startTicks = "1000000") => findVerdict(log, { pid, startTicks });

test("the kernel's log tells who was killed for want of memory, by the sandbox or by a fault", () => {
  expect(verdictOn(30144)).toBe("the kernel killed it because its memory cgroup had no memory left");
  expect(verdictOn(30200)).toBe("the kernel killed it because the host had no memory left");
  expect(verdictOn(30643)).toBe("it accessed memory that is not its own");
  expect(verdictOn(30684)).toBe("its sandbox stopped it for system call 56, which QEMU must not make");
});

test("the kernel's log says nothing about others, nor about an earlier process with the same pid", () => {
  expect(verdictOn(3014)).toBeUndefined();
  expect(verdictOn(30144, "1250829")).toBeDefined();
  expect(verdictOn(30144, "1250830")).toBeUndefined();
  expect(findVerdict("not,a,record\n;;;", { pid: 1, startTicks: "1" })).toBeUndefined();
});

test("every end of QEMU is told in a sentence", () => {
  const ended = (code: number | null, signal: NodeJS.Signals | null, more = {}) =>
    explainEnd({ exit: { code, signal }, kernel: undefined, words: undefined, ...more });
  expect(ended(null, "SIGKILL")).toBe("QEMU was killed by signal 9 (SIGKILL).");
  expect(ended(null, "SIGKILL", { kernel: verdictOn(30200) })).toBe(
    "QEMU was killed by signal 9 (SIGKILL): the kernel killed it because the host had no memory left.",
  );
  expect(ended(null, "SIGSYS")).toContain("signal 31 (SIGSYS): its sandbox stopped a system call");
  expect(ended(null, "SIGABRT", { words: "Assertion `ret == 0' failed." })).toBe(
    "QEMU was killed by signal 6 (SIGABRT): QEMU gave itself up. Its last words: Assertion `ret == 0' failed.",
  );
  expect(ended(1, null, { words: "no such device" })).toBe(
    "QEMU ended with exit code 1. Its last words: no such device",
  );
});

test("of a QEMU that was not our child is told what can be known", () => {
  const ended = (kernel: string | undefined) => explainEnd({ exit: undefined, kernel, words: undefined });
  expect(ended(undefined)).toContain("its exit code is not known");
  expect(ended(verdictOn(30144))).toContain("its memory cgroup had no memory left");
});
