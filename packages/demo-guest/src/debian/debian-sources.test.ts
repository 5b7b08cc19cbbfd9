import { describe, expect, test } from "vitest";
import { codenameOf, reachOptions, sourceLines } from "./debian-sources.ts";

describe("The sources of the Debian guest", () => {
  test("are those of this machine's own release, each once, and of nobody else who uses its name", () => {
    const targets = [
      "Packages|Debian|http://mirror.example/debian/|bookworm|main",
      "Translations|Debian|http://mirror.example/debian/|bookworm|main",
      "Packages|Debian|http://mirror.example/debian/|bookworm|main",
      "Packages|Debian|http://mirror.example/debian/|bookworm|contrib",
      "Packages|Debian Backports|http://mirror.example/debian/|bookworm-backports|main",
      "Packages||http://mirror.example/security/|bookworm-security|main",
      "Packages|Somebody|http://packages.example/|bookworm|main",
      "Packages|Debian|http://mirror.example/debian/|trixie|main",
      "",
    ];
    expect(sourceLines(targets.join("\n"), "bookworm")).toEqual([
      "deb http://mirror.example/debian/ bookworm main",
      "deb http://mirror.example/security/ bookworm-security main",
    ]);
  });

  test("are reached as this machine reaches them", () => {
    const settings = [
      'Acquire::Languages "none";',
      'Acquire::http::Proxy "http://proxy.example:3128";',
      'Acquire::https::Verify-Peer "";',
      'Acquire::Check-Valid-Until "false";',
      'APT::Install-Recommends "1";',
    ];
    expect(reachOptions(settings.join("\n"))).toEqual([settings[1], settings[3]]);
  });

  test("are none on a machine that is no Debian, or has a Debian without a name", () => {
    expect(codenameOf('ID=debian\nVERSION_CODENAME=bookworm\nNAME="Debian GNU/Linux"\n')).toBe("bookworm");
    expect(codenameOf("ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\n")).toBeUndefined();
    expect(codenameOf("ID=debian\n")).toBeUndefined();
    expect(codenameOf("")).toBeUndefined();
  });
});
