import { expect, test } from "vitest";
import { emptyDisk, emptyForm } from "./form-values.ts";
import { changedIn, mergeForms } from "./merge-forms.ts";

test("what one typed and what somebody else saved are both there", () => {
  const theirs = { ...emptyForm, memoryMiB: "1024", disks: [emptyDisk(0)] };
  const mine = { ...emptyForm, cpus: "4" };
  const { values, clashes } = mergeForms(emptyForm, theirs, mine);
  expect(values).toEqual({ ...emptyForm, cpus: "4", memoryMiB: "1024", disks: [emptyDisk(0)] });
  expect(clashes).toEqual([]);
  expect(changedIn(emptyForm, theirs)).toEqual(["memoryMiB", "disks"]);
});

test("where both changed the same the typed one is kept, and it is told unless both mean the same", () => {
  const theirs = { ...emptyForm, cpus: "2", autostart: true };
  const mine = { ...emptyForm, cpus: "4", autostart: true };
  const { values, clashes } = mergeForms(emptyForm, theirs, mine);
  expect(values).toMatchObject({ cpus: "4", autostart: true });
  expect(clashes).toEqual(["cpus"]);
});
