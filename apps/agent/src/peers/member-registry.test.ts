import { createPublicKey } from "node:crypto";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "@gantry/store";
import { describe, expect, it } from "vitest";
import { newKey } from "../identity/authority.ts";
import { HostIdentity } from "../identity/host-identity.ts";
import { MemberRegistry } from "./member-registry.ts";

/** The registry of host-a, and what it would be told of other hosts. */
async function openRegistry() {
  const stack = new AsyncDisposableStack();
  const stateDir = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-registry-"))).path;
  const identity = await HostIdentity.open({ stateDir, host: "host-a", alternatives: [] });
  const table = stack.use(openStore(":memory:")).members;
  const open = () => new MemberRegistry({ identity, table, url: "https://10.0.0.1:7443" });
  const told = async (host: string, url = "https://10.0.0.2:7443") => {
    const certificate = await identity.issue(host, createPublicKey(await newKey()), []);
    return { certificate: certificate.toString(), url, removed: false };
  };
  return { identity, registry: open(), open, told, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

describe("The list of hosts", () => {
  it("is the same in whatever order it was told, and for the next agent", async () => {
    await using one = await openRegistry();
    const [b, c] = [await one.told("host-b"), await one.told("host-c", "https://10.0.0.3:7443")];
    const gone = { ...c, removed: true };
    one.registry.merge([gone], "host-b");
    one.registry.merge([b, c], "host-c");
    for (const registry of [one.registry, one.open()]) {
      expect(registry.members().map(({ name }) => name)).toEqual(["host-b"]);
      expect(registry.told().filter(({ removed }) => removed)).toEqual([gone]);
    }
  });

  it("holds nobody whom the authority did not sign, and nobody of its own host's name", async () => {
    await using one = await openRegistry();
    await using other = await openRegistry();
    one.registry.merge([await other.told("host-b"), await one.told("host-a")], "host-c");
    one.registry.merge(
      [{ certificate: "no certificate", url: "https://10.0.0.2:1", removed: false }],
      "host-c",
    );
    expect(one.registry.members()).toEqual([]);
  });

  it("believes an address from the host itself only", async () => {
    await using one = await openRegistry();
    const b = await one.told("host-b");
    one.registry.merge([b], "host-c");
    one.registry.merge([{ ...b, url: "https://10.6.6.6:7443" }], "host-c");
    expect(one.registry.named("host-b")?.url).toBe("https://10.0.0.2:7443");
    one.registry.merge([{ ...b, url: "https://10.0.0.22:7443" }], "host-b");
    expect(one.registry.named("host-b")?.url).toBe("https://10.0.0.22:7443");
  });

  it("has one host of a name: after it joined anew, the newer", async () => {
    await using one = await openRegistry();
    const [former, newer] = [await one.told("host-b"), await one.told("host-b", "https://10.0.0.9:7443")];
    one.registry.merge([former], "host-c");
    const [member] = one.registry.members();
    if (member !== undefined) one.registry.remove(member);
    expect(one.registry.wasRemoved(member?.fingerprint ?? "")).toBe(true);
    one.registry.merge([newer, former], "host-c");
    expect(one.registry.members().map(({ url }) => url)).toEqual(["https://10.0.0.9:7443"]);
  });

  it("says when others have removed this host, and tells who listens of each change once", async () => {
    await using one = await openRegistry();
    let changes = 0;
    using _ = one.registry.onChange(() => (changes += 1));
    const b = await one.told("host-b");
    expect(one.registry.merge([b], "host-b")).toEqual({ removedUs: false });
    expect(one.registry.merge([b], "host-b")).toEqual({ removedUs: false });
    expect(changes).toBe(1);
    const [self] = one.registry.told();
    if (self !== undefined)
      expect(one.registry.merge([{ ...self, removed: true }], "host-b")).toEqual({ removedUs: true });
    one.registry.clear();
    expect([one.registry.members(), changes]).toEqual([[], 2]);
  });
});
