import { describe, expect, it } from "vitest";
import { isFromOwnPage, KnownOrigins } from "./origin.ts";

const origins = new KnownOrigins(["gantry.example", "tunnel.example:8080"]);
origins.add(["10.0.0.5"], 7400);

function refusalOf(host: string | undefined, origin?: string, scheme: "http" | "https" = "http") {
  return origins.refusal({ scheme, host, origin, fetchSite: undefined });
}

describe("The origin check", () => {
  it.each([
    "127.0.0.1:7400",
    "localhost:7400",
    "[::1]:7400",
    "10.0.0.5:7400",
    "gantry.example:7400",
    "tunnel.example:8080",
  ])("lets %s in, also with its own Origin", (host) => {
    expect(refusalOf(host)).toBeUndefined();
    expect(refusalOf(host, `http://${host}`)).toBeUndefined();
  });

  it.each([
    undefined,
    "",
    "evil.example:7400",
    "127.0.0.1",
    "127.0.0.1:7401",
    "localhost.:7400",
    "LOCALHOST:7400",
    "localhost:7400.evil.example",
    "127.0.0.1.evil.example:7400",
    "gantry.example.:7400",
    "tunnel.example:7400",
  ])("refuses the Host %s", (host) => {
    expect(refusalOf(host)).toBe("Host");
  });

  it.each([
    "null",
    "",
    "http://localhost:7400",
    "http://127.0.0.1:7401",
    "http://127.0.0.1",
    "https://127.0.0.1:7400",
    "http://127.0.0.1:7400/",
    "http://127.0.0.1:7400.evil.example",
    "http://127.0.0.1.:7400",
    "HTTP://127.0.0.1:7400",
    "http://evil.example",
  ])("refuses the Origin %s", (origin) => {
    expect(refusalOf("127.0.0.1:7400", origin)).toBe("Origin");
  });

  it("takes the Origin of the scheme it is reached by, and of a proxy with TLS for names that were set", () => {
    expect(refusalOf("10.0.0.5:7400", "https://10.0.0.5:7400", "https")).toBeUndefined();
    expect(refusalOf("10.0.0.5:7400", "http://10.0.0.5:7400", "https")).toBe("Origin");
    expect(refusalOf("tunnel.example:8080", "https://tunnel.example:8080")).toBeUndefined();
    expect(refusalOf("10.0.0.5:7400", "https://10.0.0.5:7400")).toBe("Origin");
  });

  it("trusts a cookie only from its own page", () => {
    const own = {
      scheme: "http" as const,
      host: "127.0.0.1:7400",
      origin: "http://127.0.0.1:7400",
      fetchSite: "same-origin",
    };
    expect(isFromOwnPage(own, { changes: true })).toBe(true);
    expect(isFromOwnPage({ ...own, origin: undefined }, { changes: false })).toBe(true);
    expect(isFromOwnPage({ ...own, origin: undefined }, { changes: true })).toBe(false);
    for (const fetchSite of ["cross-site", "same-site", "nonsense"]) {
      expect(isFromOwnPage({ ...own, fetchSite }, { changes: false })).toBe(false);
    }
    expect(isFromOwnPage({ ...own, origin: undefined, fetchSite: "none" }, { changes: false })).toBe(true);
    expect(isFromOwnPage({ ...own, fetchSite: "none" }, { changes: true })).toBe(false);
  });
});
