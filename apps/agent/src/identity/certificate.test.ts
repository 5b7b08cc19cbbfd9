import { createPublicKey } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { issueCertificate, makeAuthority, newKey } from "./authority.ts";
import { covers, founderOf, hostIn, isOf } from "./certificate.ts";
import { isDue, keepFresh } from "./renewal.ts";

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

  it("is renewed a minute after a wrong clock is put right, not for one that is wrong for less, and seldom where that fails", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date", "performance"] });
    try {
      const now = Date.now();
      const issue = () => issueCertificate(authority, { host: "host-b", publicKey, alternatives });
      const identity = { certificate: await issue(), alternatives };
      let asked = 0;
      const faults: Error[] = [];
      const renew = async () => {
        asked += 1;
        for (const fault of faults) throw fault;
        identity.certificate = await issue();
      };
      const heard: unknown[] = [];
      using _fresh = keepFresh(identity, renew, (error) => heard.push(error));
      const later = async (seconds: number) => await vi.advanceTimersByTimeAsync(seconds * 1000);
      const untilGood = () =>
        vi.waitFor(() => expect(isDue(identity.certificate, alternatives, Date.now())).toBe(false));
      await later(60);
      vi.setSystemTime(now + 3650 * day);
      await later(50);
      vi.setSystemTime(now + 110_000);
      await later(50);
      expect(asked).toBe(0);
      vi.setSystemTime(now + 3650 * day);
      await later(70);
      expect(asked).toBe(1);
      await untilGood();
      vi.setSystemTime(now + 230_000);
      await later(70);
      expect(asked).toBe(2);
      await untilGood();
      faults.push(new Error("host-a does not answer"));
      vi.setSystemTime(now - 3650 * day);
      await later(600);
      expect([asked, heard]).toEqual([3, faults]);
      await later(100);
      expect(asked).toBe(4);
    } finally {
      vi.useRealTimers();
    }
  });
});
