import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { GantryError } from "@gantry/kvm-core/model";
import { syncDirectory } from "../sync-directory.ts";

/** Who a host is, as it lies in one file: replacing that file replaces all of it or nothing. */
export interface StoredIdentity {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
  readonly authority: X509Certificate;
}

const block = /-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----/g;

/** The files of a host's identity, below its state directory. */
export class IdentityFiles {
  /** Private key, certificate and the authority's certificate, in this order. */
  readonly host: string;
  /** The authority's certificate alone, for browsers and other clients. */
  readonly authority: string;
  /** The authority's private key, on the host that signs. */
  readonly authorityKey: string;

  constructor(directory: string) {
    this.host = join(directory, "host.pem");
    this.authority = join(directory, "ca.crt");
    this.authorityKey = join(directory, "ca.key");
  }

  /** Undefined when this host has no identity yet. @throws GantryError `state_damaged` */
  async read(): Promise<StoredIdentity | undefined> {
    const text = await readIfThere(this.host);
    if (text === undefined) return undefined;
    try {
      const [key = "", certificate = "", authority = ""] = text.match(block) ?? [];
      return {
        key: createPrivateKey(key),
        certificate: new X509Certificate(certificate),
        authority: new X509Certificate(authority),
      };
    } catch (error) {
      throw damaged(this.host, error);
    }
  }

  /** Replaces the identity, then the copy of the authority's certificate. */
  async write({ key, certificate, authority }: StoredIdentity): Promise<void> {
    const parts = [pemOf(key), certificate.toString(), authority.toString()];
    await replaceFile(this.host, parts.join(""), 0o600);
    await replaceFile(this.authority, authority.toString(), 0o644);
  }

  /** The authority's key; undefined when it is not here, or is another authority's. @throws GantryError `state_damaged` */
  async readAuthorityKey(authority: X509Certificate): Promise<KeyObject | undefined> {
    const text = await readIfThere(this.authorityKey);
    if (text === undefined) return undefined;
    try {
      const key = createPrivateKey(text);
      return authority.checkPrivateKey(key) ? key : undefined;
    } catch (error) {
      throw damaged(this.authorityKey, error);
    }
  }

  async writeAuthorityKey(key: KeyObject): Promise<void> {
    await replaceFile(this.authorityKey, pemOf(key), 0o600);
  }

  async removeAuthorityKey(): Promise<void> {
    await rm(this.authorityKey, { force: true });
  }
}

function pemOf(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Whole or not at all, and on the disk before it counts. */
async function replaceFile(path: string, text: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.new`;
  await rm(temporary, { force: true });
  await using file = await open(temporary, "wx", mode);
  await file.writeFile(text);
  await file.sync();
  await rename(temporary, path);
  await syncDirectory(dirname(path));
}

function damaged(path: string, cause: unknown): GantryError {
  return new GantryError("state_damaged", {
    message: `${path} does not hold the keys and certificates of a host.`,
    hint: "Restore the file from a backup, or remove its directory: the host is then on its own and can join again.",
    details: { path },
    cause,
  });
}
