import {
  type downloadImageInput,
  errorBodySchema,
  GantryError,
  type Image,
  type ImageList,
  type importImageInput,
  type Operation,
  type Pool,
  type Upload,
  type uploadImageInput,
  uploadReplySchema,
} from "@gantry/kvm-core/model";
import * as z from "zod";
import type { Caller } from "../auth/caller.ts";
import type { HostImages, UploadPart } from "../hosts/host-images.ts";
import type { PeerAccess } from "./peer-access.ts";
import { answerWithinMs, type PeerCalls } from "./peer-calls.ts";
import { peerFailure } from "./peer-failure.ts";

const refusalSchema = z.object({ error: z.object({ data: z.object({ gantry: errorBodySchema }) }) });

/** The images of a peer. */
export class PeerImages implements HostImages {
  readonly #calls: PeerCalls;
  readonly #access: PeerAccess;

  constructor(calls: PeerCalls, access: PeerAccess) {
    this.#calls = calls;
    this.#access = access;
  }

  list(caller: Caller): Promise<ImageList> {
    const host = this.#access.host;
    return this.#calls.call(caller, (agent, options) => agent.images.list.query({ host }, options));
  }

  async get(caller: Caller, name: string): Promise<Image> {
    const reply = this.#calls.call(caller, (agent, options) => agent.images.get.query({ name }, options));
    return (await reply).image;
  }

  async pools(caller: Caller): Promise<Pool[]> {
    const host = this.#access.host;
    const reply = this.#calls.call(caller, (agent, options) => agent.images.pools.query({ host }, options));
    return (await reply).pools;
  }

  download(caller: Caller, input: z.output<typeof downloadImageInput>): Promise<Operation> {
    return this.#calls.begin(caller, (agent, options) => agent.images.download.mutate(input, options));
  }

  import(caller: Caller, input: z.output<typeof importImageInput>): Promise<Operation> {
    return this.#calls.begin(caller, (agent, options) => agent.images.import.mutate(input, options));
  }

  async upload(caller: Caller, input: z.output<typeof uploadImageInput>): Promise<Upload> {
    return (await this.#calls.call(caller, (agent, options) => agent.images.upload.mutate(input, options)))
      .upload;
  }

  /** Bytes travel as bytes, beside the calls. */
  async receive(caller: Caller, { id, offset, bytes }: UploadPart): Promise<Upload> {
    const { url, host, fetch, headers } = this.#access;
    try {
      const answer = await fetch(`${url}/images/uploads/${id}?offset=${offset}`, {
        method: "PUT",
        headers: { ...(await headers(caller)), "content-type": "application/octet-stream" },
        body: bytes,
        signal: AbortSignal.timeout(answerWithinMs),
      });
      const body: unknown = await answer.json();
      if (answer.ok) return uploadReplySchema.parse(body).upload;
      throw GantryError.fromBody(refusalSchema.parse(body).error.data.gantry);
    } catch (thrown) {
      throw thrown instanceof GantryError ? thrown : peerFailure(host, thrown);
    }
  }

  finishUpload(caller: Caller, id: string): Promise<Operation> {
    return this.#calls.begin(caller, (agent, options) => agent.images.finishUpload.mutate({ id }, options));
  }

  async discardUpload(caller: Caller, id: string): Promise<void> {
    await this.#calls.call(caller, (agent, options) => agent.images.discardUpload.mutate({ id }, options));
  }

  async delete(caller: Caller, name: string): Promise<void> {
    await this.#calls.call(caller, (agent, options) => agent.images.delete.mutate({ name }, options));
  }
}
