import * as z from "zod";
import { type InstanceSpecInput, instanceSpecSchema } from "../model/index.ts";

/** Where a value lies in a spec. */
export type FieldPath = readonly (string | number)[];

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const jsonSchema: z.ZodType<Json> = z.json();

/** Specs that together have every text field a spec can have. */
export const specsWithEveryText: readonly InstanceSpecInput[] = [
  {
    name: "web-1",
    cpuModel: "qemu64",
    boot: { kernel: "/images/vmlinuz", initrd: "/images/initrd", cmdline: "console=ttyS0" },
    disks: [
      { name: "file", source: { file: "/images/a.img" }, format: "raw" },
      {
        name: "linked",
        source: { file: "/images/b.qcow2" },
        backing: { file: "/images/c.qcow2", format: "qcow2" },
      },
      { name: "device", source: { device: "/dev/sdx" }, format: "raw" },
      { name: "nbd", source: { nbd: "nbd://127.0.0.1:10809/x" }, format: "raw" },
      { name: "rbd", source: { rbd: "pool/image" }, format: "raw" },
      { name: "iscsi", source: { iscsi: "iscsi://127.0.0.1/iqn.x/1" }, format: "raw" },
    ],
    nics: [{ mac: "52:54:00:12:34:56", ip: "192.0.2.10", network: { bridge: "br0" } }],
    cloudInit: { userData: "#cloud-config", metaData: "instance-id: x", networkConfig: "version: 2" },
  },
];

/** Paths of all free texts in a spec; words of a closed list are none. */
export function textFieldsOf(spec: InstanceSpecInput): FieldPath[] {
  const chosen = new Set(["format", "machine", "bus", "model", "link", "onCrash", "firmware"]);
  return textPaths(jsonSchema.parse(spec)).filter((path) => !chosen.has(String(path.at(-1))));
}

function textPaths(value: Json, path: FieldPath = []): FieldPath[] {
  if (typeof value === "string") return [path];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    textPaths(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** The same spec with another text at `path`. */
export function withText(spec: InstanceSpecInput, path: FieldPath, text: string): unknown {
  return replaced(jsonSchema.parse(spec), path, text);
}

function replaced(value: Json, path: FieldPath, text: string): Json {
  const [key, ...rest] = path;
  if (key === undefined) return text;
  if (Array.isArray(value))
    return value.map((inner, at) => (at === key ? replaced(inner, rest, text) : inner));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    name === key ? replaced(inner, rest, text) : inner,
  ]);
  return Object.fromEntries(entries);
}

const schemaNode = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
});

/** Every free text that the schema of a spec allows, with `*` for the index of a list: `disks.*.source.file`. */
export function textFieldsOfSchema(): string[] {
  const schema = z.toJSONSchema(instanceSpecSchema, { io: "input", unrepresentable: "any" });
  return [...new Set(textsIn(schema, ""))].sort();
}

function textsIn(schema: unknown, path: string): string[] {
  const node = schemaNode.parse(schema);
  const below = (name: string) => (path === "" ? name : `${path}.${name}`);
  return [
    ...(node.type === "string" && node.enum === undefined && node.const === undefined ? [path] : []),
    ...Object.entries(node.properties ?? {}).flatMap(([name, inner]) => textsIn(inner, below(name))),
    ...(node.items === undefined ? [] : textsIn(node.items, below("*"))),
    ...(node.anyOf ?? []).flatMap((inner) => textsIn(inner, path)),
  ];
}
