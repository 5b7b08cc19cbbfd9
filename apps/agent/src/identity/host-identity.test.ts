import { mkdtempDisposable, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { issueCertificate, makeAuthority } from "./authority.ts";
import { hostIn } from "./certificate.ts";
import { HostIdentity } from "./host-identity.ts";

const alternatives = ["localhost"];

async function temporary() {
  const directory = await mkdtempDisposable(join(tmpdir(), "gantry-identity-"));
  const at = (name: string) => join(directory.path, "tls", name);
  const open = (host = "host-a") => HostIdentity.open({ stateDir: directory.path, host, alternatives });
  return { at, open, [Symbol.asyncDispose]: () => directory.remove() };
}

/** Makes it one of another authority's hosts. */
async function joinAnother(identity: HostIdentity) {
  const authority = await makeAuthority("host-z");
  const wish = { host: identity.host, publicKey: identity.publicKey, alternatives };
  await identity.take(await issueCertificate(authority, wish), authority.certificate);
}

describe("A host's identity", () => {
  it("is made once, signs for others, and is the same for the next agent", async () => {
    await using place = await temporary();
    const first = await place.open();
    const second = await place.open();
    expect([second.fingerprint, second.signs, second.founder]).toEqual([first.fingerprint, true, "host-a"]);
    expect((await stat(place.at("host.pem"))).mode & 0o777).toBe(0o600);
    expect(await readFile(place.at("ca.crt"), "utf8")).toBe(first.authority.toString());
  });

  it("takes a certificate of another authority only for its own key and name, and then signs no more", async () => {
    await using place = await temporary();
    const identity = await place.open();
    const authority = await makeAuthority("host-z");
    const wish = { host: "host-b", publicKey: identity.publicKey, alternatives };
    const ofAnotherName = identity.take(await issueCertificate(authority, wish), authority.certificate);
    await expect(ofAnotherName).rejects.toMatchObject({ code: "certificate_refused" });
    const tomorrow = Date.now() + 24 * 3600_000;
    const validity = { from: tomorrow, until: tomorrow + 1000 };
    const { host, publicKey } = identity;
    const notYet = await issueCertificate(authority, { ...{ host, publicKey, alternatives: [], validity } });
    await expect(identity.take(notYet, authority.certificate)).rejects.toMatchObject({
      code: "certificate_refused",
      message: expect.stringMatching(
        /^The certificate that host-z signed is good from .*Z on, which is still to come/,
      ),
    });
    const key = identity.fingerprint;
    await joinAnother(identity);
    expect([identity.fingerprint, identity.signs, identity.founder]).toEqual([key, false, "host-z"]);
    await expect(stat(place.at("ca.key"))).rejects.toMatchObject({ code: "ENOENT" });
    await expect(identity.issue("host-b", identity.publicKey, [])).rejects.toMatchObject({
      code: "wrong_state",
    });
    await identity.foundAnew();
    expect(identity.signs).toBe(true);
    expect(identity.fingerprint).not.toBe(key);
  });

  it("follows a new name of the host while it signs for itself, and refuses one when others know it", async () => {
    await using place = await temporary();
    const identity = await place.open();
    const renamed = await place.open("host-b");
    expect(hostIn(renamed.certificate)).toBe("host-b");
    expect(renamed.fingerprint).toBe(identity.fingerprint);
    await joinAnother(renamed);
    await expect(place.open("host-c")).rejects.toMatchObject({
      code: "invalid_input",
      message: "This host belongs to its peers as host-b, and is now named host-c.",
    });
  });

  it("forgets an authority's key that is not its authority's: a join was cut off", async () => {
    await using place = await temporary();
    const identity = await place.open();
    const former = await readFile(place.at("ca.key"));
    await joinAnother(identity);
    await writeFile(place.at("ca.key"), former);
    expect((await place.open()).signs).toBe(false);
    await expect(stat(place.at("ca.key"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("that is damaged is told as such and left alone", async () => {
    await using place = await temporary();
    await place.open();
    const whole = await readFile(place.at("host.pem"), "utf8");
    await writeFile(place.at("host.pem"), whole.slice(0, 300));
    await expect(place.open()).rejects.toMatchObject({ code: "state_damaged" });
    const stranger = await makeAuthority("host-a");
    const parts = whole.split(/(?=-----BEGIN CERTIFICATE)/);
    await writeFile(place.at("host.pem"), [parts[0], parts[1], stranger.certificate.toString()].join(""));
    await expect(place.open()).rejects.toMatchObject({ code: "state_damaged" });
    await writeFile(place.at("host.pem"), whole);
    await writeFile(place.at("ca.key"), "nothing");
    await expect(place.open()).rejects.toMatchObject({ code: "state_damaged" });
    await rm(place.at("ca.key"));
    expect((await place.open()).signs).toBe(false);
  });
});
