import { describe, expect, test } from "vitest";
import { GantryError, type InstanceSpec, instanceSpecSchema, placesAtStart } from "../model/index.ts";
import { naughtyStrings } from "../testing/naughty-strings.ts";
import {
  type FieldPath,
  specsWithEveryText,
  textFieldsOf,
  textFieldsOfSchema,
  withText,
} from "../testing/text-fields.ts";
import { commandLineOptions } from "./build-command-line.ts";

const strings = naughtyStrings();
const fields = specsWithEveryText.flatMap((spec) =>
  textFieldsOf(spec).map((path) => ({ spec, path, name: path.join(".") })),
);

describe("Five hundred naughty strings", () => {
  test("reach every text field that a spec can have", () => {
    const reached = new Set(fields.map(({ path }) => generalised(path)));
    expect(textFieldsOfSchema().filter((field) => !reached.has(field))).toEqual([]);
    expect(strings.length).toBeGreaterThanOrEqual(500);
  });

  test.each(fields)("are refused at $name, or stay one value of the command line", ({ spec, path }) => {
    const usual = optionsOf(instanceSpecSchema.parse(spec));
    for (const text of strings) {
      const parsed = instanceSpecSchema.safeParse(withText(spec, path, text));
      if (parsed.success) expectSameShape(optionsWith(parsed.data), usual, text);
      else expect(parsed.error.issues.some((issue) => concerns(issue.path, path))).toBe(true);
    }
  });
});

function generalised(path: FieldPath): string {
  return path.map((part) => (typeof part === "number" ? "*" : part)).join(".");
}

function concerns(issue: readonly PropertyKey[], path: FieldPath): boolean {
  return issue.every((part, at) => part === path[at]);
}

/** Undefined when the address in it cannot be taken apart, which is refused with the field's name. */
function optionsWith(spec: InstanceSpec): ReturnType<typeof commandLineOptions> | undefined {
  try {
    return optionsOf(spec);
  } catch (error) {
    expect(error).toBeInstanceOf(GantryError);
    expect(error).toMatchObject({ code: "invalid_spec" });
    return undefined;
  }
}

function optionsOf(spec: InstanceSpec): ReturnType<typeof commandLineOptions> {
  return commandLineOptions({
    spec,
    uuid: "6a1a5b9e-3f43-4b5f-9b9e-0f6e3a5d1c11",
    incarnation: "0123456789abcdef",
    places: placesAtStart(spec, null),
    machine: { machineType: "pc-q35-7.2", cpuModel: spec.cpuModel, accelerator: "tcg" },
    paths: {
      monitor: "/run/i/monitor",
      rescueMonitor: "/run/i/rescue",
      pidFile: "/run/i/pid",
      guestAgent: "/run/i/agent",
      seed: "/run/i/seed.iso",
      serial: spec.serial.map(() => ({ endpoint: "/run/i/serial", log: "/log/serial" })),
    },
    taps: { 0: "gt0" },
    incoming: false,
  });
}

/** The same flags in the same order, each value with the same members: nothing that was text has become syntax. */
function expectSameShape(
  options: ReturnType<typeof commandLineOptions> | undefined,
  usual: ReturnType<typeof commandLineOptions>,
  text: string,
): void {
  // Nothing to say is no option at all.
  if (options === undefined || text === "") return;
  expect(options.map(([flag]) => flag)).toEqual(usual.map(([flag]) => flag));
  for (const [at, [flag, value = ""]] of options.entries()) {
    const before = usual[at]?.[1] ?? "";
    if (before.startsWith("{")) expect(shapeOf(JSON.parse(value)), text).toEqual(shapeOf(JSON.parse(before)));
    // QEMU takes these whole; every other option with a text of ours is a list that a comma would lengthen.
    else if (!["-append", "-kernel", "-initrd"].includes(flag))
      expect(value.split(",").length, `${flag} ${value}`).toBe(before.split(",").length);
  }
}

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value === null || typeof value !== "object") return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}
