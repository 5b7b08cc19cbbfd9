import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import type { SecureContextOptions } from "node:tls";
import { GantryError } from "@gantry/kvm-core/model";
import type { TlsSource } from "./tls-source.ts";

/** The certificate (with its chain) and key that somebody else made, as PEM files. */
export interface GivenFiles {
  readonly tlsCert: string;
  readonly tlsKey: string;
}

const lookAtMostEachMs = 10_000;

/** A certificate that others look after. When its files change, the next connection gets the new one. */
export class GivenCertificate implements TlsSource {
  readonly #files: GivenFiles;
  readonly #onError: (error: unknown) => void;
  readonly #listeners = new Set<() => void>();
  #context: SecureContextOptions;
  #version: string;
  #lookedAt = 0;

  private constructor(
    files: GivenFiles,
    read: { readonly context: SecureContextOptions; readonly version: string },
    onError: (error: unknown) => void,
  ) {
    this.#files = files;
    this.#context = read.context;
    this.#version = read.version;
    this.#onError = onError;
  }

  /** @param onError hears of new files that cannot be used; the former ones stay in use. @throws GantryError `invalid_input` */
  static async open(files: GivenFiles, onError: (error: unknown) => void): Promise<GivenCertificate> {
    return new GivenCertificate(files, await readBoth(files), onError);
  }

  context(): SecureContextOptions {
    return this.#context;
  }

  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  /** Somebody connects: the moment to see whether the files are still the same. */
  look(): void {
    if (performance.now() - this.#lookedAt < lookAtMostEachMs) return;
    this.#lookedAt = performance.now();
    this.refresh().catch(this.#onError);
  }

  /** Reads the files again if they have changed. */
  async refresh(): Promise<void> {
    if ((await versionOf(this.#files)) === this.#version) return;
    const { context, version } = await readBoth(this.#files);
    this.#context = context;
    this.#version = version;
    for (const listener of this.#listeners) listener();
  }
}

async function readBoth(files: GivenFiles): Promise<{ context: SecureContextOptions; version: string }> {
  const version = await versionOf(files);
  const [cert, key] = [await readGiven(files.tlsCert, "tlsCert"), await readGiven(files.tlsKey, "tlsKey")];
  try {
    if (new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)))
      return { context: { cert, key }, version };
  } catch (error) {
    throw unusable(
      `${files.tlsCert} and ${files.tlsKey} are not a certificate and a key in PEM form.`,
      error,
    );
  }
  throw unusable(`The key in ${files.tlsKey} does not belong to the certificate in ${files.tlsCert}.`);
}

async function readGiven(path: string, setting: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw unusable(`The file ${path}, named by ${setting}, cannot be read.`, error);
  }
}

/** Of absent files too: whoever reads them then says so. */
async function versionOf({ tlsCert, tlsKey }: GivenFiles): Promise<string> {
  const versions = [tlsCert, tlsKey].map(async (path) => {
    const found = await stat(path).catch(() => undefined);
    return `${found?.ino} ${found?.size} ${found?.mtimeMs}`;
  });
  return (await Promise.all(versions)).join("\n");
}

function unusable(message: string, cause?: unknown): GantryError {
  return new GantryError("invalid_input", {
    message,
    hint: "Give GANTRY_TLS_CERT a PEM file with the certificate and those that signed it, and GANTRY_TLS_KEY its private key.",
    cause,
  });
}
