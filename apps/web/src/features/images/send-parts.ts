import { type ErrorBody, errorBodySchema, type Upload, uploadReplySchema } from "@gantry/kvm-core/model";
import * as z from "zod";

const refusalSchema = z.object({ error: z.object({ data: z.object({ gantry: errorBodySchema }) }) });

/** Thrown with what the agent said of a part. */
export class PartRefused extends Error {
  readonly body: ErrorBody;

  constructor(body: ErrorBody) {
    super(body.message);
    this.body = body;
  }
}

/**
 * Sends what the agent does not have yet of a file, part by part.
 *
 * @param onSent hears of every part that the agent has written.
 * @throws PartRefused; the signal's reason; a TypeError when the agent does not answer.
 */
export async function sendParts(
  file: Blob,
  begun: Upload,
  { signal, onSent }: { readonly signal: AbortSignal; readonly onSent: (upload: Upload) => void },
): Promise<void> {
  for (let upload = begun; upload.receivedBytes < upload.bytes; ) {
    const offset = upload.receivedBytes;
    const query = new URLSearchParams({ offset: String(offset), host: upload.host });
    const answer = await fetch(`/images/uploads/${upload.id}?${query.toString()}`, {
      method: "PUT",
      headers: { "content-type": "application/octet-stream", "x-gantry": "1" },
      body: file.slice(offset, offset + upload.chunkBytes),
      signal,
    });
    const body: unknown = await answer.json();
    if (!answer.ok) throw new PartRefused(refusalSchema.parse(body).error.data.gantry);
    ({ upload } = uploadReplySchema.parse(body));
    onSent(upload);
  }
}
