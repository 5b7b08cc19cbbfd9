import { expect, test } from "vitest";
import { Saga } from "./saga.ts";

function recording() {
  const heard: string[] = [];
  return { heard, saga: new Saga({ step: (name, status) => heard.push(`${name} ${status}`) }) };
}

test("when a step fails, everything done before is undone in reverse order, its own half act included", async () => {
  const { heard, saga } = recording();
  const undone: string[] = [];
  await saga.step(
    "one",
    async () => undefined,
    async () => void undone.push("one"),
  );
  const failing = saga.step(
    "two",
    () => Promise.reject(new Error("no")),
    async () => void undone.push("two"),
  );
  await expect(failing).rejects.toThrow("no");
  expect(undone).toEqual(["two", "one"]);
  expect(heard).toEqual(["one running", "one done", "two running", "two failed", "two undone", "one undone"]);
});

test("past the point of no return nothing is undone", async () => {
  const { saga } = recording();
  const undone: string[] = [];
  await saga.step(
    "one",
    async () => undefined,
    async () => void undone.push("one"),
  );
  saga.passNoReturn();
  await expect(
    saga.step(
      "two",
      () => Promise.reject(new Error("no")),
      async () => void undone.push("two"),
    ),
  ).rejects.toThrow();
  expect(undone).toEqual([]);
});

test("an undo that fails does not keep the others from being done", async () => {
  const { heard, saga } = recording();
  const undone: string[] = [];
  await saga.step(
    "one",
    async () => undefined,
    async () => void undone.push("one"),
  );
  await saga.step(
    "two",
    async () => undefined,
    () => Promise.reject(new Error("stuck")),
  );
  await expect(saga.step("three", () => Promise.reject(new Error("first")))).rejects.toThrow("first");
  expect(undone).toEqual(["one"]);
  expect(heard).toContain("two failed");
});

test("whoever is let go in the middle undoes nothing and leaves it to recovery", async () => {
  const lifetime = new AbortController();
  const saga = new Saga({ step: () => undefined }, lifetime.signal);
  const undone: string[] = [];
  await saga.step(
    "one",
    async () => undefined,
    async () => void undone.push("one"),
  );
  lifetime.abort();
  await expect(saga.step("two", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(undone).toEqual([]);
});
