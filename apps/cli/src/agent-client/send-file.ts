import { type FileHandle, open } from "node:fs/promises";
import { errorBodySchema, GantryError, type Upload, uploadReplySchema } from "@gantry/kvm-core/model";
import * as z from "zod";
import type { AgentAddress } from "./agent-client.ts";

const failureSchema = z.object({ error: z.object({ data: z.object({ gantry: errorBodySchema }) }) });

/** A file of this machine that is sent to an agent. */
export class FileToSend implements AsyncDisposable {
  readonly bytes: number;
  readonly #file: FileHandle;

  private constructor(file: FileHandle, bytes: number) {
    this.#file = file;
    this.bytes = bytes;
  }

  /** @throws GantryError `file_missing`. */
  static async open(path: string): Promise<FileToSend> {
    try {
      const file = await open(path, "r");
      return new FileToSend(file, (await file.stat()).size);
    } catch (error) {
      throw new GantryError("file_missing", {
        message: `The image ${path} cannot be read.`,
        hint: "Check the path.",
        cause: error,
      });
    }
  }

  /** Sends what the agent does not have yet, part by part. @throws GantryError the agent's own. */
  async send(begun: Upload, { url, token }: AgentAddress): Promise<void> {
    const buffer = new Uint8Array(begun.chunkBytes);
    for (let upload = begun; upload.receivedBytes < upload.bytes; ) {
      const offset = upload.receivedBytes;
      const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, offset);
      const query = new URLSearchParams({ offset: String(offset), host: upload.host });
      const answer = await fetch(`${url}/images/uploads/${upload.id}?${query.toString()}`, {
        method: "PUT",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" },
        body: buffer.subarray(0, bytesRead),
      });
      const body: unknown = await answer.json();
      if (!answer.ok) throw GantryError.fromBody(failureSchema.parse(body).error.data.gantry);
      ({ upload } = uploadReplySchema.parse(body));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}
