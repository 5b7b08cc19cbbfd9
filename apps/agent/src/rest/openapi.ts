import {
  errorBodySchema,
  hostSummarySchema,
  instanceDetailSchema,
  instanceSpecSchema,
  instanceSummarySchema,
  operationSchema,
} from "@gantry/kvm-core/model";
import * as z from "zod";
import { plainCallsOf, type ProcedureFacts } from "./procedures-of.ts";
import { SharedSchemas } from "./shared-schemas.ts";

/** Where the procedures are for clients that do not speak tRPC. */
export const restBase = "/api/v1";

/**
 * The API for clients in other languages, as OpenAPI 3.1: a query is a GET with its input as JSON in `input`, a mutation a
 * POST with its input as the body. Not in it are subscriptions, which travel over the WebSocket of tRPC
 * alone, and signing in.
 */
export function openApiDocument(router: unknown): object {
  const calls = plainCallsOf(router);
  const shared = new SharedSchemas({
    Error: jsonSchema(errorBodySchema, "output"),
    Host: jsonSchema(hostSummarySchema, "output"),
    Instance: jsonSchema(instanceSummarySchema, "output"),
    InstanceDetail: jsonSchema(instanceDetailSchema, "output"),
    InstanceSpec: jsonSchema(instanceSpecSchema, "output"),
    NewInstanceSpec: jsonSchema(instanceSpecSchema, "input"),
    Operation: jsonSchema(operationSchema, "output"),
  });
  const paths = Object.fromEntries(calls.map((call) => [`/${call.path}`, pathItem(call, shared)]));
  return {
    openapi: "3.1.0",
    info: {
      title: "Gantry",
      version: "1",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      description: "Virtual machines of KVM hosts. Every agent answers for all the hosts that it knows.",
    },
    servers: [{ url: restBase }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas: shared.definitions,
    },
  };
}

function pathItem(
  { path, type, meta: { role }, inputs, output }: ProcedureFacts,
  shared: SharedSchemas,
): object {
  const [input] = inputs;
  const operation = {
    operationId: path,
    tags: [path.slice(0, path.indexOf("."))],
    summary: `Needs the role ${role}.`,
    ...(input !== undefined &&
      inputOf(type, {
        required: !input.safeParse(undefined).success,
        content: content(shared.refer(jsonSchema(input, "input"))),
      })),
    responses: {
      200: {
        description: "What it answers.",
        content: content(output === undefined ? {} : shared.refer(jsonSchema(output, "output"))),
      },
      default: {
        description: "What happened, where the guest runs now, what to do.",
        content: content({ $ref: "#/components/schemas/Error" }),
      },
    },
  };
  return type === "query" ? { get: operation } : { post: operation };
}

function inputOf(
  type: ProcedureFacts["type"],
  body: { readonly required: boolean; readonly content: object },
): object {
  return type === "query" ? { parameters: [{ name: "input", in: "query", ...body }] } : { requestBody: body };
}

function content(schema: unknown): object {
  return { "application/json": { schema } };
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): object {
  const { $schema: _, $defs: _defs, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  // Only what may be any JSON value refers to itself.
  const text = JSON.stringify(rest).replaceAll(/\{"\$ref":"#\/\$defs\/[^"]+"\}/g, "{}");
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
}
