import { createPublicKey, type KeyObject, type X509Certificate } from "node:crypto";
import { join } from "node:path";
import type { SecureContextOptions } from "node:tls";
import { GantryError } from "@gantry/kvm-core/model";
import { type Authority, issueCertificate, makeAuthority, newKey } from "./authority.ts";
import { fingerprintOf, founderOf, hasBegun, hostIn, isOf } from "./certificate.ts";
import { IdentityFiles, type StoredIdentity } from "./identity-files.ts";
import type { TlsSource } from "./tls-source.ts";

/** Who this host is, and where that is kept. */
export interface IdentityOptions {
  readonly stateDir: string;
  readonly host: string;
  /** Names and addresses under which this host is reached. */
  readonly alternatives: readonly string[];
}

/**
 * This host's key, its certificate and the authority that signed it. A host that was never asked to join another has an
 * authority of its own, made here. The key stays the same for as long as the host belongs to its authority: peers know it
 * by its fingerprint, so a renewed certificate need not be made known to anybody.
 */
export class HostIdentity implements TlsSource {
  readonly host: string;
  readonly alternatives: readonly string[];
  readonly files: IdentityFiles;
  readonly #listeners = new Set<() => void>();
  #stored: StoredIdentity;
  #authorityKey: KeyObject | undefined;
  #written: Promise<void> = Promise.resolve();

  private constructor(
    { host, alternatives }: IdentityOptions,
    files: IdentityFiles,
    stored: StoredIdentity,
    authorityKey: KeyObject | undefined,
  ) {
    this.host = host;
    this.alternatives = alternatives;
    this.files = files;
    this.#stored = stored;
    this.#authorityKey = authorityKey;
  }

  /** Reads the identity, or makes one with an authority of its own. @throws GantryError `state_damaged`, `invalid_input` */
  static async open(options: IdentityOptions): Promise<HostIdentity> {
    const files = new IdentityFiles(join(options.stateDir, "tls"));
    const stored = await files.read();
    if (stored === undefined) {
      const founded = await found(options);
      const identity = new HostIdentity(options, files, founded.stored, founded.authority.key);
      await identity.#write();
      return identity;
    }
    if (!isOf(stored.certificate, stored.authority)) throw notOfItsAuthority(files);
    const authorityKey = await files.readAuthorityKey(stored.authority);
    // What a join that was cut off has left.
    if (authorityKey === undefined) await files.removeAuthorityKey();
    const identity = new HostIdentity(options, files, stored, authorityKey);
    if (hostIn(stored.certificate) !== options.host) await identity.#rename();
    return identity;
  }

  get certificate(): X509Certificate {
    return this.#stored.certificate;
  }

  get authority(): X509Certificate {
    return this.#stored.authority;
  }

  get publicKey(): KeyObject {
    return createPublicKey(this.#stored.key);
  }

  /** By which peers know this host. */
  get fingerprint(): string {
    return fingerprintOf(this.publicKey);
  }

  /** Whether the authority's key is here, so that this host can sign. */
  get signs(): boolean {
    return this.#authorityKey !== undefined;
  }

  /** The host that made the authority, and signs unless its key was moved. */
  get founder(): string {
    return founderOf(this.authority) ?? this.host;
  }

  /** Signs a certificate for a host. @throws GantryError `wrong_state` when the authority's key is elsewhere */
  async issue(host: string, publicKey: KeyObject, alternatives: readonly string[]): Promise<X509Certificate> {
    if (this.#authorityKey === undefined) throw cannotSign(this.host, this.founder);
    const authority = { certificate: this.authority, key: this.#authorityKey };
    return await issueCertificate(authority, { host, publicKey, alternatives });
  }

  /** Takes a renewed certificate, or that of the authority it joins. @throws GantryError `certificate_refused` */
  async take(certificate: X509Certificate, authority: X509Certificate): Promise<void> {
    const isOurs = certificate.checkPrivateKey(this.#stored.key) && hostIn(certificate) === this.host;
    if (!isOurs || !isOf(certificate, authority)) throw notOurs(this.host);
    if (!hasBegun(certificate, Date.now())) throw notBegun(certificate, founderOf(authority) ?? "its signer");
    const keepsKey = authority.fingerprint256 === this.authority.fingerprint256;
    this.#stored = { ...this.#stored, certificate, authority };
    if (!keepsKey) this.#authorityKey = undefined;
    await this.#write();
  }

  /** A new certificate for the same key. @throws GantryError `wrong_state` when the authority's key is elsewhere */
  async renewItself(): Promise<void> {
    await this.take(await this.issue(this.host, this.publicKey, this.alternatives), this.authority);
  }

  /** Leaves the authority: a new key, and an authority of its own. */
  async foundAnew(): Promise<void> {
    const { stored, authority } = await found(this);
    this.#stored = stored;
    this.#authorityKey = authority.key;
    await this.#write();
  }

  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  context(): SecureContextOptions {
    const { key, certificate, authority } = this.#stored;
    return {
      key: key.export({ type: "pkcs8", format: "pem" }),
      cert: `${certificate.toString()}${authority.toString()}`,
    };
  }

  /** One writing after the other; the last one leaves what is true then. */
  #write(): Promise<void> {
    const writing = this.#written.then(() => this.#writeNow());
    this.#written = writing.catch(() => undefined);
    return writing;
  }

  async #writeNow(): Promise<void> {
    // The key first: without the identity that belongs to it, it counts for nothing.
    if (this.#authorityKey !== undefined) await this.files.writeAuthorityKey(this.#authorityKey);
    await this.files.write(this.#stored);
    if (this.#authorityKey === undefined) await this.files.removeAuthorityKey();
    for (const listener of this.#listeners) listener();
  }

  async #rename(): Promise<void> {
    if (this.#authorityKey === undefined) throw joinedAs(hostIn(this.certificate) ?? "another", this.host);
    await this.renewItself();
  }
}

async function found({ host, alternatives }: Pick<IdentityOptions, "host" | "alternatives">): Promise<{
  stored: StoredIdentity;
  authority: Authority;
}> {
  const [authority, key] = await Promise.all([makeAuthority(host), newKey()]);
  const wish = { host, publicKey: createPublicKey(key), alternatives };
  const certificate = await issueCertificate(authority, wish);
  return { stored: { key, certificate, authority: authority.certificate }, authority };
}

function cannotSign(host: string, founder: string): GantryError {
  return new GantryError("wrong_state", {
    message: `${host} does not hold the key of its authority, so it cannot sign certificates.`,
    hint: `Ask ${founder}, which made the authority, or copy tls/ca.key from its state directory or backup into that of ${host} and restart the agent.`,
    details: { founder },
  });
}

function notOurs(host: string): GantryError {
  return new GantryError("certificate_refused", {
    message: `The certificate that ${host} was sent is not one for its key and name.`,
    hint: "Nothing was changed. Ask for a new invitation.",
  });
}

/** No other host would let us in with it, not even to ask for a better one. */
function notBegun({ validFrom }: X509Certificate, signer: string): GantryError {
  const from = new Date(validFrom).toISOString();
  return new GantryError("certificate_refused", {
    message: `The certificate that ${signer} signed is good from ${from} on, which is still to come by this host's clock.`,
    hint: "Nothing was changed. Set both clocks (timedatectl set-ntp true) and renew again.",
    details: { from },
  });
}

function notOfItsAuthority(files: IdentityFiles): GantryError {
  return new GantryError("state_damaged", {
    message: `The certificate in ${files.host} is not of the authority that stands beside it.`,
    hint: "Restore the file from a backup, or remove its directory: the host is then on its own and can join again.",
    details: { path: files.host },
  });
}

function joinedAs(former: string, now: string): GantryError {
  return new GantryError("invalid_input", {
    message: `This host belongs to its peers as ${former}, and is now named ${now}.`,
    hint: `Start it with GANTRY_HOST_NAME=${former}; to rename it, remove it from its peers first (gantry host remove ${former}).`,
    details: { former, now },
  });
}
