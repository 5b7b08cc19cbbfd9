import { GantryError, uploadInput } from "@gantry/kvm-core/model";
import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import * as z from "zod";
import { uploadChunkBytes } from "../images/uploads.ts";
import type { AgentContext } from "../procedures/context.ts";
import { requireRole } from "../procedures/procedure.ts";
import { withStatus } from "../procedures/trpc-code.ts";
import type { Refusal } from "./refusal.ts";
import type { EndpointCall } from "./trpc-endpoint.ts";
import { errorAnswer } from "./respond.ts";

const querySchema = z.object({
  id: uploadInput.shape.id,
  host: uploadInput.shape.host,
  offset: z.coerce.number().int().min(0),
});

/**
 * `PUT /images/uploads/<id>?offset=<n>&host=<name>`: one part of an upload that `images.upload` began, as bytes. Whoever may call
 * that may send them.
 */
export async function receiveUpload(
  { request }: Pick<EndpointCall, "request">,
  {
    createContext,
    onError,
  }: {
    readonly createContext: (responseHeaders: Headers) => AgentContext;
    readonly onError: (error: unknown, path?: string) => void;
  },
): Promise<Response | Refusal> {
  try {
    const context = createContext(new Headers());
    const caller = requireRole(context, "operator");
    const url = new URL(request.url);
    const query = { ...Object.fromEntries(url.searchParams), id: url.pathname.split("/").at(-1) };
    const { id, host, offset } = querySchema.parse(query);
    const bytes = await readPart(request);
    return Response.json({
      upload: await context.hosts.named(host).images.receive(caller, { id, offset, bytes }),
    });
  } catch (thrown) {
    const error = thrown instanceof z.ZodError ? notUnderstood(thrown) : GantryError.from(thrown);
    if (error.code === "internal") onError(thrown, "images.upload");
    const trpc = withStatus(new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: error }));
    return errorAnswer(getHTTPStatusCodeFromError(trpc), error);
  }
}

/** The body, of which no more is read than one part may have. */
async function readPart(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  if (request.headers.get("content-type") !== "application/octet-stream") {
    throw new GantryError("invalid_input", {
      message: "The part of the image does not come as bytes.",
      hint: "Send it with `Content-Type: application/octet-stream`.",
    });
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  // A little too much is read and dropped: who still writes would not see the answer.
  for await (const part of request.body ?? []) {
    length += part.length;
    if (length > 4 * uploadChunkBytes) break;
    if (length <= uploadChunkBytes) parts.push(part);
  }
  if (length <= uploadChunkBytes) return new Uint8Array(Buffer.concat(parts));
  throw new GantryError("too_large", {
    message: `A part of an upload has at most ${uploadChunkBytes} bytes.`,
    hint: "Send less at once.",
  });
}

function notUnderstood(error: z.ZodError): GantryError {
  return new GantryError("invalid_input", {
    message: `The address of the upload has a fault: ${z.prettifyError(error)}.`,
    hint: "PUT to /images/uploads/<id>?offset=<bytes>, with the id that images.upload answered.",
  });
}
