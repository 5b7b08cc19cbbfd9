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
    const usual = shapesOf(optionsOf(instanceSpecSchema.parse(spec)));
    for (const text of strings) {
      const parsed = instanceSpecSchema.safeParse(withText(spec, path, text));
      const options = parsed.success ? optionsWith(parsed.data) : undefined;
      // Nothing to say is no option at all.
      if (options !== undefined && text !== "") expect(shapesOf(options), text).toBe(usual);
      if (!parsed.success) expect(parsed.error.issues.some((issue) => concerns(issue.path, path))).toBe(true);
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

/**
 * The flags in their order, each with the members of its value: equal for two command lines when nothing that was text
 * has become syntax. QEMU takes some values whole; every other one with a text of ours is a list that a comma lengthens.
 */
function shapesOf(options: ReturnType<typeof commandLineOptions>): string {
  const shapes = options.map(([flag, value = ""]) => {
    if (value.startsWith("{")) return [flag, shapeOf(JSON.parse(value))];
    return [flag, ["-append", "-kernel", "-initrd"].includes(flag) ? "" : value.split(",").length];
  });
  return JSON.stringify(shapes);
}

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value === null || typeof value !== "object") return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}
