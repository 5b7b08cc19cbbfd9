import { createPublicKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import { issueCertificate, makeAuthority, newKey } from "./authority.ts";
import { covers, founderOf, hostIn, isOf } from "./certificate.ts";
import { isDue } from "./renewal.ts";

const authority = await makeAuthority("host-a");
const publicKey = createPublicKey(await newKey());
const alternatives = ["host-b", "localhost", "10.0.0.2", "::1"];
const day = 86_400_000;

describe("A host's certificate", () => {
  it("says which host it is of, under which addresses it is good, and is of its authority only", async () => {
    const certificate = await issueCertificate(authority, { host: "host-b", publicKey, alternatives });
    expect(hostIn(certificate)).toBe("host-b");
    expect(founderOf(authority.certificate)).toBe("host-a");
    expect(isOf(certificate, authority.certificate)).toBe(true);
    // Another authority of the very same name has another key.
    expect(isOf(certificate, (await makeAuthority("host-a")).certificate)).toBe(false);
    expect(isOf(authority.certificate, authority.certificate)).toBe(false);
    expect(covers(certificate, alternatives)).toBe(true);
    expect(covers(certificate, ["host-c"])).toBe(false);
    expect(covers(certificate, ["10.0.0.3"])).toBe(false);
  });

  it("is good for a year, from an hour ago, for clocks that are behind", async () => {
    const { validFrom, validTo } = await issueCertificate(authority, {
      host: "host-b",
      publicKey,
      alternatives,
    });
    expect(Date.now() - Date.parse(validFrom)).toBeGreaterThanOrEqual(3_599_000);
    expect(Date.parse(validTo) - Date.now()).toBeGreaterThan(364 * day);
  });

  it("is due for renewal in the last third of its life, before its beginning, and when the host has a new address", async () => {
    const now = Date.now();
    const lasting = (left: number) =>
      issueCertificate(authority, {
        ...{ host: "host-b", publicKey, alternatives },
        validity: { from: now - (90 - left) * day, until: now + left * day },
      });
    expect(isDue(await lasting(31), alternatives, now)).toBe(false);
    expect(isDue(await lasting(29), alternatives, now)).toBe(true);
    expect(isDue(await lasting(-1), alternatives, now)).toBe(true);
    expect(isDue(await lasting(80), [...alternatives, "10.0.0.9"], now)).toBe(true);
    // Made by a clock that was ahead, and has been put right.
    expect(isDue(await lasting(91), alternatives, now)).toBe(true);
  });
});
