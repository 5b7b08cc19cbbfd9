import { join } from "node:path";
import type { Hypervisor, OperationContext } from "@gantry/kvm-core";
import type {
  downloadImageInput,
  Image,
  ImageList,
  importImageInput,
  Operation,
  OperationKind,
  Pool,
  Upload,
  uploadImageInput,
} from "@gantry/kvm-core/model";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";
import type { AddressGuard } from "../images/address-guard.ts";
import { type Checksum, fetchChecksum } from "../images/checksum-list.ts";
import { download } from "../images/download.ts";
import { Uploads } from "../images/uploads.ts";
import type { HostImages, UploadPart } from "./host-images.ts";
import type { LocalWork } from "./local-work.ts";

type Download = z.output<typeof downloadImageInput>;

/** The images of this machine. */
export class LocalImages implements HostImages {
  readonly #driver: Hypervisor;
  readonly #work: LocalWork;
  readonly #guard: AddressGuard;
  readonly #uploads: Uploads;

  constructor(driver: Hypervisor, work: LocalWork, guard: AddressGuard) {
    this.#driver = driver;
    this.#work = work;
    this.#guard = guard;
    this.#uploads = new Uploads(driver);
  }

  /** Removes what nobody went on with. */
  async sweep(): Promise<void> {
    await this.#uploads.sweep(Date.now());
  }

  async list(): Promise<ImageList> {
    const [images, uploads] = await Promise.all([this.#driver.images.list(), this.#uploads.list()]);
    return { images, uploads };
  }

  get(_: Caller, name: string): Promise<Image> {
    return this.#driver.images.get(name);
  }

  pools(): Promise<Pool[]> {
    return this.#driver.images.pools();
  }

  async download(caller: Caller, input: Download): Promise<Operation> {
    const url = new URL(input.url);
    this.#guard.assertAllowed(url);
    return await this.#begin({ kind: "image.download", caller, input }, async (part, context) => {
      const { mostBytes } = this.#driver.images;
      const checksum = await this.#checksumOf(input, url, context.signal);
      await step(context, "fetch", () => download({ url, part, mostBytes, guard: this.#guard }, context));
      return { source: { kind: "url", url: url.href }, checksum };
    });
  }

  async import(caller: Caller, input: z.output<typeof importImageInput>): Promise<Operation> {
    const { path, sha256 } = input;
    return await this.#begin({ kind: "image.import", caller, input }, async (part, context) => {
      await step(context, "copy", () => this.#driver.images.bringFile(path, part, context.signal));
      return { source: { kind: "file", path }, checksum: sha256Of(sha256) };
    });
  }

  upload(caller: Caller, input: z.output<typeof uploadImageInput>): Promise<Upload> {
    return this.#uploads.begin(input, caller.name);
  }

  receive(_: Caller, { id, offset, bytes }: UploadPart): Promise<Upload> {
    return this.#uploads.receive(id, offset, bytes);
  }

  async finishUpload(caller: Caller, id: string): Promise<Operation> {
    const session = await this.#uploads.whole(id);
    const { input, pool } = session;
    const part = this.#uploads.fileOf(session);
    const about = { kind: "image.upload", caller, input: { ...input, pool }, part } as const;
    return await this.#begin(about, async () => {
      await this.#uploads.finished(session);
      return { source: { kind: "upload", file: input.file }, checksum: sha256Of(input.sha256) };
    });
  }

  discardUpload(_: Caller, id: string): Promise<void> {
    return this.#uploads.discard(id);
  }

  delete(_: Caller, name: string): Promise<void> {
    return this.#driver.images.delete(name);
  }

  /** The name is taken before the operation is made: that it is taken is told here and now. */
  async #begin(order: Order, bring: Bring): Promise<Operation> {
    const { kind, caller, input } = order;
    const { images } = this.#driver;
    const pool = images.pool(input.pool);
    const part = order.part ?? join(pool.incomingDir, `${input.name}.part`);
    const reserved = await images.reserve(input.name);
    // No instance can have a name with a space: nobody takes this for work on one.
    return this.#work.record({ kind, caller, instance: `image ${input.name}` }, async (context) => {
      using _name = reserved;
      context.mayCancel(true);
      const { source, checksum } = await bring(part, context);
      const { name, format, os } = input;
      const image = { name, pool, part, format, os, source, checksum, addedBy: caller.name };
      return { image: await images.add(image, context) };
    });
  }

  async #checksumOf(input: Download, url: URL, signal: AbortSignal): Promise<Checksum | undefined> {
    const { sha512, checksumsUrl } = input;
    if (sha512 !== undefined) return { algorithm: "sha512", digest: sha512 };
    if (checksumsUrl === undefined) return sha256Of(input.sha256);
    return await fetchChecksum(new URL(checksumsUrl), url, { guard: this.#guard, signal });
  }
}

/** An image to bring, and where its bytes are when they are here. */
interface Order {
  readonly kind: OperationKind;
  readonly caller: Caller;
  readonly input: Pick<Download, "name" | "pool" | "format" | "os">;
  readonly part?: string;
}

/** Brings the bytes to a file, and says where from and what they must have. */
type Bring = (
  part: string,
  context: OperationContext,
) => Promise<{ readonly source: Image["source"]; readonly checksum: Checksum | undefined }>;

function sha256Of(digest: string | undefined): Checksum | undefined {
  return digest === undefined ? undefined : { algorithm: "sha256", digest };
}

async function step(context: OperationContext, name: string, act: () => Promise<void>): Promise<void> {
  context.step(name, "running");
  try {
    await act();
    context.step(name, "done");
  } catch (error) {
    context.step(name, "failed");
    throw error;
  }
}
