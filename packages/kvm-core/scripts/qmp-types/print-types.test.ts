import { describe, expect, test } from "vitest";
import { printTypes } from "./print-types.ts";
import { QmpSchema } from "./schema.ts";

/** A schema in small, with one of everything that QEMU's has. */
const schema = [
  { name: "str", "meta-type": "builtin", "json-type": "string" },
  { name: "int", "meta-type": "builtin", "json-type": "int" },
  { name: "any", "meta-type": "builtin", "json-type": "value" },
  { name: "0", "meta-type": "object", members: [] },
  { name: "1", "meta-type": "enum", values: ["file", "nbd"], members: [{ name: "file" }] },
  { name: "2", "meta-type": "object", members: [{ name: "path", type: "str" }] },
  {
    ...{ name: "3", "meta-type": "object", tag: "driver" },
    members: [
      { name: "driver", type: "1" },
      { name: "node-name", type: "str", default: null, features: ["deprecated"] },
      { name: "backing", type: "4", default: null },
    ],
    variants: [
      { case: "file", type: "2" },
      { case: "nbd", type: "0" },
    ],
  },
  { name: "4", "meta-type": "alternate", members: [{ type: "3" }, { type: "str" }] },
  { name: "[1]", "meta-type": "array", "element-type": "1" },
  { name: "5", "meta-type": "object", members: [{ name: "size", type: "int" }] },
  { name: "node-add", "meta-type": "command", "arg-type": "3", "ret-type": "0" },
  { name: "query-drivers", "meta-type": "command", "arg-type": "0", "ret-type": "[1]" },
  { name: "device_add", "meta-type": "command", "arg-type": "2", "ret-type": "any", features: ["unstable"] },
  { name: "NODE_GROWN", "meta-type": "event", "arg-type": "5" },
];

describe("The types printed of a schema", () => {
  const printed = printTypes(new QmpSchema(schema), "7.2.0");

  test("name each type after its use that is nearest to a command", () => {
    expect(printed["types.ts"]).toContain('export type QueryDriversReturn = "file" | "nbd";');
    expect(printed["types.ts"]).toContain("export interface NodeGrownEvent {\n  readonly size: number;\n}");
  });

  test("tell the cases of a union apart by its tag, and take a type that contains itself", () => {
    expect(printed["types.ts"]).toContain(
      [
        "export interface NodeAddBase {",
        "  /** @deprecated by QEMU: it will be removed. */",
        '  readonly "node-name"?: string | undefined;',
        "  readonly backing?: NodeAddBacking | undefined;",
        "}",
        "",
        "export type NodeAdd =",
        '  | ({ readonly driver: "file" } & NodeAddBase & DeviceAdd)',
        '  | ({ readonly driver: "nbd" } & NodeAddBase);',
      ].join("\n"),
    );
    expect(printed["types.ts"]).toContain("export type NodeAddBacking = NodeAdd | string;");
  });

  test("leave the properties of a device open, which its driver knows alone", () => {
    expect(printed["commands.ts"]).toContain(
      "  /** Unstable: QEMU may change it. */\n  device_add: {\n    arguments: qmp.DeviceAdd & Readonly<Record<string, unknown>>;",
    );
  });

  test("are the same text each time, and say which QEMU described them", () => {
    expect(printTypes(new QmpSchema(schema), "7.2.0")).toEqual(printed);
    for (const text of Object.values(printed)) expect(text).toMatch(/^\/\/ Generated .* of QEMU 7\.2\.0 /);
  });

  test("are not printed of a schema that lacks a type it names", () => {
    const broken = schema.filter(({ name }) => name !== "2");
    expect(() => printTypes(new QmpSchema(broken), "7.2.0")).toThrow("names a type 2");
  });
});
