import { networkInterfaces } from "node:os";
import { describe, expect, test } from "vitest";
import { AddressGuard } from "./address-guard.ts";

const guard = new AddressGuard([]);

describe("An address that images are fetched from", () => {
  test.each([
    ...["127.0.0.1", "127.9.9.9", "0.0.0.0", "169.254.169.254", "224.0.0.1", "255.255.255.255"],
    ...["::1", "::", "fe80::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1"],
    ...["2002:7f00:1::", "fd00:ec2::254", "100.100.100.200"],
  ])("is not %s, which leads to this machine, its link or nobody", (address) => {
    expect(guard.whyRefused(address)).toContain(address);
  });

  test("is none of this machine's own", () => {
    const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    for (const { address } of own) expect(guard.whyRefused(address)).toBeDefined();
  });

  test("may be any other, and what an administrator lets through", () => {
    for (const address of ["192.0.2.7", "10.1.2.3", "2001:db8::1"])
      expect(guard.whyRefused(address)).toBeUndefined();
    const open = new AddressGuard(["127.0.0.0/8", "::1/128"]);
    expect([open.whyRefused("127.0.0.1"), open.whyRefused("::1")]).toEqual([undefined, undefined]);
    expect(open.whyRefused("169.254.169.254")).toBeDefined();
  });

  test.each([
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://[::ffff:127.0.0.1]/",
    "ftp://192.0.2.7/",
    "file:///etc/shadow",
  ])("is refused however it is written: %s", (address) => {
    expect(() => guard.assertAllowed(new URL(address))).toThrow(
      expect.objectContaining({
        code: "download_refused",
        hint: expect.stringContaining("GANTRY_DOWNLOAD_NETWORKS"),
      }),
    );
  });

  test("is looked at when a name is resolved, and that very one is connected to", async () => {
    const ask = (one: AddressGuard) =>
      new Promise((resolve) => {
        const answer = (error: Error | null, addresses: unknown) => resolve(error ?? addresses);
        one.lookupFor(new URL("http://localhost/"))("localhost", { all: true, family: 4 }, answer);
      });
    expect(await ask(guard)).toMatchObject({ code: "download_refused" });
    expect(await ask(new AddressGuard(["127.0.0.0/8"]))).toEqual([{ address: "127.0.0.1", family: 4 }]);
  });
});
