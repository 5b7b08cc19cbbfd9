import { randomBytes } from "node:crypto";
import { open, readdir, readFile, rm, stat, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Hypervisor } from "@gantry/kvm-core";
import { GantryError, type Upload, uploadImageInput } from "@gantry/kvm-core/model";
import * as z from "zod";

/** Most bytes of one part of an upload: what is held in memory for each that is under way. */
export const uploadChunkBytes = 4 * 1024 * 1024;
/** An upload that nobody goes on with is forgotten after a week. */
const forgottenAfterMs = 7 * 24 * 3600 * 1000;

const sessionSchema = z.strictObject({
  id: z.string(),
  pool: z.string(),
  actor: z.string(),
  input: uploadImageInput,
});
/** An upload as it is written down beside its bytes. */
export type UploadSession = z.output<typeof sessionSchema>;

/**
 * Images on their way from people's machines, in parts. The size of a part's file says how far an upload is, so that it goes on
 * where it stopped, also after this agent was ended in the middle of it.
 */
export class Uploads {
  readonly #driver: Hypervisor;
  /** Uploads that take a part now. */
  readonly #busy = new Set<string>();

  constructor(driver: Hypervisor) {
    this.#driver = driver;
  }

  /** Begins an upload, or finds the one of the same name and size. @throws GantryError `name_taken`, `disk_full`, `image_refused`. */
  async begin(input: z.output<typeof uploadImageInput>, actor: string): Promise<Upload> {
    const { images } = this.#driver;
    const pool = images.pool(input.pool);
    const under = (await this.#sessions()).find((session) => session.input.name === input.name);
    if (under !== undefined) {
      if (under.input.bytes === input.bytes && under.pool === pool.name) return await this.#shown(under);
      throw taken(input.name);
    }
    if (input.bytes > images.mostBytes) throw tooLarge(images.mostBytes);
    (await images.reserve(input.name))[Symbol.dispose]();
    const { bavail, bsize } = await statfs(pool.incomingDir);
    if (input.bytes > bavail * bsize) throw full(pool.name);
    const session = { id: randomBytes(8).toString("hex"), pool: pool.name, actor, input };
    await writeFile(this.fileOf(session), "", { mode: 0o600, flag: "wx" });
    await writeFile(this.#recordOf(session), JSON.stringify(session), { mode: 0o600 });
    return await this.#shown(session);
  }

  /** Every upload that is not whole or not finished. */
  async list(): Promise<Upload[]> {
    return await Promise.all((await this.#sessions()).map((session) => this.#shown(session)));
  }

  /** @throws GantryError `not_found`. */
  async get(id: string): Promise<UploadSession> {
    const session = (await this.#sessions()).find((one) => one.id === id);
    if (session !== undefined) return session;
    throw new GantryError("not_found", {
      message: `There is no upload ${id} on ${this.#driver.host}.`,
      hint: "It was finished or discarded; images.upload begins a new one.",
      details: { upload: id },
    });
  }

  /** The upload's bytes so far. */
  fileOf({ id, pool }: Pick<UploadSession, "id" | "pool">): string {
    return join(this.#driver.images.pool(pool).incomingDir, `${id}.upload`);
  }

  /**
   * Writes one part, durably. What was not written whole is taken back: the upload goes on from `receivedBytes`.
   *
   * @throws GantryError `wrong_state` (another offset is due, with `receivedBytes`), `busy`, `too_large`, `disk_full`, `not_found`.
   */
  async receive(id: string, offset: number, bytes: Uint8Array): Promise<Upload> {
    const session = await this.get(id);
    if (this.#busy.has(id)) throw busy(id);
    this.#busy.add(id);
    using _free = { [Symbol.dispose]: () => this.#busy.delete(id) };
    const { receivedBytes } = await this.#shown(session);
    if (offset !== receivedBytes) throw wrongOffset(offset, receivedBytes);
    if (offset + bytes.length > session.input.bytes) throw tooMuch(session);
    await using file = await open(this.fileOf(session), "r+");
    try {
      for (let at = 0; at < bytes.length; )
        at += (await file.write(bytes, at, bytes.length - at, offset + at)).bytesWritten;
      await file.sync();
    } catch (cause) {
      await file.truncate(offset);
      if (cause instanceof Error && "code" in cause && cause.code === "ENOSPC") throw full(session.pool);
      throw cause;
    }
    return await this.#shown(session);
  }

  /** An upload whose bytes are all here. @throws GantryError `wrong_state`, `not_found`, `busy`. */
  async whole(id: string): Promise<UploadSession> {
    const session = await this.get(id);
    const { receivedBytes, bytes } = await this.#shown(session);
    if (this.#busy.has(id)) throw busy(id);
    if (receivedBytes === bytes) return session;
    throw new GantryError("wrong_state", {
      message: `Of the image ${session.input.name} ${receivedBytes} of ${bytes} bytes have come.`,
      hint: "Send the rest first.",
      details: { receivedBytes, bytes },
    });
  }

  /** Forgets an upload and what has come of it. @throws GantryError `not_found`, `busy`. */
  async discard(id: string): Promise<void> {
    const session = await this.get(id);
    if (this.#busy.has(id)) throw busy(id);
    await this.#forget(session);
  }

  /** Forgets the record of an upload whose file has become an image. */
  async finished(session: UploadSession): Promise<void> {
    await rm(this.#recordOf(session), { force: true });
  }

  /** Removes what nobody went on with for a week: uploads, and what has arrived of downloads. */
  async sweep(now: number): Promise<void> {
    for (const { name } of await this.#driver.images.pools()) {
      const { incomingDir } = this.#driver.images.pool(name);
      for (const file of await readdir(incomingDir).catch(() => [])) {
        const path = join(incomingDir, file);
        const { mtimeMs } = await stat(path);
        if (now - mtimeMs > forgottenAfterMs) await rm(path, { force: true });
      }
    }
  }

  async #forget(session: UploadSession): Promise<void> {
    await rm(this.#recordOf(session), { force: true });
    await rm(this.fileOf(session), { force: true });
  }

  #recordOf(session: Pick<UploadSession, "id" | "pool">): string {
    return `${this.fileOf(session)}.json`;
  }

  async #sessions(): Promise<UploadSession[]> {
    const found: UploadSession[] = [];
    for (const { name } of await this.#driver.images.pools()) {
      const { incomingDir } = this.#driver.images.pool(name);
      const files = (await readdir(incomingDir).catch(() => [])).filter((file) =>
        file.endsWith(".upload.json"),
      );
      for (const file of files) {
        const session = sessionSchema.safeParse(
          parseJson(await readFile(join(incomingDir, file), "utf8").catch(() => "")),
        );
        if (session.success && (await exists(this.fileOf(session.data)))) found.push(session.data);
      }
    }
    return found;
  }

  async #shown(session: UploadSession): Promise<Upload> {
    const { id, input } = session;
    const receivedBytes = (await stat(this.fileOf(session))).size;
    const { name, bytes } = input;
    return { id, host: this.#driver.host, name, bytes, receivedBytes, chunkBytes: uploadChunkBytes };
  }
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function taken(name: string): GantryError {
  return new GantryError("name_taken", {
    message: `Another file is being uploaded as the image ${name}.`,
    hint: "Choose another name, or discard that upload.",
    details: { path: "name", name },
  });
}

function tooLarge(mostBytes: number): GantryError {
  return new GantryError("image_refused", {
    message: `The image is not taken: it has more than ${Math.floor(mostBytes / 1024 ** 3)} GiB.`,
    hint: "GANTRY_IMAGE_MAX_GIB allows larger ones.",
  });
}

function full(pool: string): GantryError {
  return new GantryError("disk_full", {
    message: `Pool ${pool} has no space for the image.`,
    hint: "Free space there and go on, or discard the upload and choose another pool.",
    details: { pool },
  });
}

function busy(id: string): GantryError {
  return new GantryError("busy", {
    message: "A part of this upload is being written.",
    hint: "Wait for its answer, then send the next one.",
    details: { upload: id },
  });
}

function wrongOffset(offset: number, receivedBytes: number): GantryError {
  return new GantryError("wrong_state", {
    message: `The upload goes on at byte ${receivedBytes}, not at ${offset}.`,
    hint: "Send from there on.",
    details: { receivedBytes },
  });
}

function tooMuch({ input }: UploadSession): GantryError {
  return new GantryError("too_large", {
    message: `The upload of ${input.name} was announced with ${input.bytes} bytes, and more came.`,
    hint: "Discard it, and begin anew with the right size.",
    details: { bytes: input.bytes },
  });
}
