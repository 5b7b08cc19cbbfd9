import * as z from "zod";

/** As much of JSON Schema as inputs of procedures use. */
interface Shape {
  readonly type?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly pattern?: string | undefined;
  readonly minItems?: number | undefined;
  readonly minimum?: number | undefined;
  readonly anyOf?: readonly Shape[] | undefined;
  readonly oneOf?: readonly Shape[] | undefined;
  readonly required?: readonly string[] | undefined;
  readonly properties?: Readonly<Record<string, Shape>> | undefined;
  readonly items?: Shape | undefined;
}

const shapeSchema: z.ZodType<Shape> = z.looseObject({
  type: z.unknown().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  pattern: z.string().optional(),
  minItems: z.number().optional(),
  minimum: z.number().optional(),
  anyOf: z.array(z.lazy(() => shapeSchema)).optional(),
  oneOf: z.array(z.lazy(() => shapeSchema)).optional(),
  required: z.array(z.string()).optional(),
  properties: z
    .record(
      z.string(),
      z.lazy(() => shapeSchema),
    )
    .optional(),
  items: z.lazy(() => shapeSchema).optional(),
});

/** Tried in this order where a pattern is asked for. */
const texts = [
  "victim",
  "/nonexistent/file",
  "0123456789abcdef",
  "52:54:00:12:34:56",
  "http://192.0.2.1/disk",
  "2999-01-01T00:00:00Z",
  "3a5b6c1e-7d4f-4a2b-9c8d-0e1f2a3b4c5d",
];

/**
 * The smallest input that a procedure accepts, read off its schema, so that a call with it would do something. `known` has the
 * values of fields that mean something that exists, such as `instance`.
 *
 * @throws Error when no such input was found: then this has to learn another kind of field.
 */
export function sampleInput(input: z.ZodType, known: Readonly<Record<string, unknown>>): unknown {
  const shape = shapeSchema.parse(z.toJSONSchema(input, { io: "input", unrepresentable: "any" }));
  const sample = sampleOf(shape, known);
  const { error } = input.safeParse(sample);
  if (error === undefined) return sample;
  throw new Error(`${JSON.stringify(sample)} is no input: ${z.prettifyError(error)}`);
}

function sampleOf(shape: Shape, known: Readonly<Record<string, unknown>>): unknown {
  const first = shape.anyOf?.[0] ?? shape.oneOf?.[0];
  if (first !== undefined) return sampleOf(first, known);
  if (shape.const !== undefined) return shape.const;
  if (shape.enum !== undefined) return shape.enum[0];
  switch (shape.type) {
    case "object":
      return Object.fromEntries(
        (shape.required ?? []).map((key) => [
          key,
          known[key] ?? sampleOf(shape.properties?.[key] ?? {}, known),
        ]),
      );
    case "array":
      return Array.from({ length: shape.minItems ?? 0 }, () => sampleOf(shape.items ?? {}, known));
    case "integer":
    case "number":
      return Math.max(1, shape.minimum ?? 1);
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return texts.find((text) => new RegExp(shape.pattern ?? "").test(text));
  }
}
