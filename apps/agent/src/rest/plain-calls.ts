import { errorBodySchema } from "@gantry/kvm-core/model";
import * as z from "zod";
import type { Refusal } from "../http/refusal.ts";
import { respondRefusal } from "../http/respond.ts";
import { plainCallsOf } from "./procedures-of.ts";

const envelopeSchema = z.union([
  z.object({ result: z.object({ data: z.unknown().optional() }) }),
  z.object({ error: z.object({ data: z.object({ gantry: errorBodySchema }) }) }),
]);

/** Where a plain call would be on tRPC's endpoint; undefined when there is no such query (GET) or mutation (POST). */
export function trpcAddress(
  router: unknown,
  { procedure, request }: { readonly procedure: string; readonly request: Request },
): URL | undefined {
  const type = request.method === "GET" ? "query" : "mutation";
  if (!plainCallsOf(router).some((one) => one.path === procedure && one.type === type)) return undefined;
  const url = new URL(request.url);
  url.pathname = `/trpc/${procedure}`;
  // A batch is tRPC's own.
  url.searchParams.delete("batch");
  return url;
}

/** An answer of tRPC without its envelope: what was asked for, or the error's body. */
export async function plainAnswer(answer: Response | Refusal): Promise<Response> {
  const response = answer instanceof Response ? answer : respondRefusal(answer);
  response.headers.set("cache-control", "no-store");
  const body: unknown = await response.clone().json();
  const envelope = envelopeSchema.safeParse(body);
  if (!envelope.success) return response;
  const plain =
    "result" in envelope.data ? (envelope.data.result.data ?? null) : envelope.data.error.data.gantry;
  return Response.json(plain, { status: response.status, headers: response.headers });
}
