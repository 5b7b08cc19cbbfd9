import { createPublicKey } from "node:crypto";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { issueCertificate, makeAuthority, newKey } from "./authority.ts";
import { GivenCertificate } from "./given-certificate.ts";

async function pair() {
  const [authority, key] = await Promise.all([makeAuthority("somebody"), newKey()]);
  const wish = { host: "gantry.example", publicKey: createPublicKey(key), alternatives: ["gantry.example"] };
  const certificate = await issueCertificate(authority, wish);
  return { cert: certificate.toString(), key: key.export({ type: "pkcs8", format: "pem" }).toString() };
}

describe("A certificate that somebody else made", () => {
  it("is taken up anew when its files have changed, and stays in use while they cannot be used", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-given-"));
    const files = { tlsCert: join(directory.path, "cert.pem"), tlsKey: join(directory.path, "key.pem") };
    const [first, second] = [await pair(), await pair()];
    await writeFile(files.tlsCert, first.cert);
    await writeFile(files.tlsKey, first.key);
    const given = await GivenCertificate.open(files, () => undefined);
    let changes = 0;
    given.onChange(() => (changes += 1));
    await given.refresh();
    expect([given.context(), changes]).toEqual([first, 0]);
    await writeFile(files.tlsCert, second.cert);
    await expect(given.refresh()).rejects.toMatchObject({ code: "invalid_input" });
    expect([given.context(), changes]).toEqual([first, 0]);
    await writeFile(files.tlsKey, second.key);
    await given.refresh();
    expect([given.context(), changes]).toEqual([second, 1]);
  });

  it("that is absent, no certificate, or of another key keeps the agent from starting", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-given-"));
    const at = (name: string) => join(directory.path, name);
    const [one, other] = [await pair(), await pair()];
    await writeFile(at("one.crt"), one.cert);
    await writeFile(at("other.key"), other.key);
    await writeFile(at("text"), "nothing of the kind");
    const open = (tlsCert: string, tlsKey: string) =>
      GivenCertificate.open({ tlsCert: at(tlsCert), tlsKey: at(tlsKey) }, () => undefined);
    const refused = (message: string) =>
      expect.objectContaining({ code: "invalid_input", message: expect.stringContaining(message) });
    await expect(open("absent", "other.key")).rejects.toEqual(refused("cannot be read"));
    await expect(open("text", "other.key")).rejects.toEqual(refused("are not a certificate and a key"));
    await expect(open("one.crt", "other.key")).rejects.toEqual(refused("does not belong"));
  });
});
