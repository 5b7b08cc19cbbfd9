import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** Where it is decided who may run a guest, and whoever carries what is said about it. */
const rooms = [
  "packages/kvm-core/src/migration",
  "packages/kvm-core/src/saga",
  "packages/kvm-core/src/qmp",
  "packages/store/src",
  "apps/agent/src/peers",
];
const files = [
  "packages/kvm-core/src/instance/run-gate.ts",
  "packages/kvm-core/src/instance/ownership.ts",
  "packages/kvm-core/src/model/ownership-rules.ts",
  "packages/kvm-core/src/state-dir/journal.ts",
];

/** A time that is written down for people decides nothing. */
const asText = /new Date\((?:[^()]|\([^()]*\))*\)\.toISOString\(\)/g;
const readsClock = /Date\.now\b|new Date\(\)|Temporal\.Now/;

/** What reads the clock all the same, and why it may. */
const allowed: Readonly<Record<string, string>> = {
  "packages/kvm-core/src/migration/checks/machine-checks.ts":
    "tells people that the clocks of two hosts differ",
  "packages/kvm-core/src/qmp/connection.ts": "dates the lines of a transcript",
  "packages/kvm-core/src/qmp/message.ts": "dates an event for which QEMU had no clock",
  "apps/agent/src/peers/peer-gate.ts": "refuses certificates that have ended",
  "apps/agent/src/peers/turned-away-log.ts": "dates the audit trail",
};

function sources(): string[] {
  const found = rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: "utf8" }).map((name) => join(room, name)),
  );
  const ours = found.filter((name) => name.endsWith(".ts") && !/\.test\.ts$|\/testing\//.test(name));
  return [...ours, ...files];
}

describe("A clock that jumps", () => {
  it("changes nothing about who may run a guest: only what is told to people has a time of day", () => {
    const readers = sources().filter((name) =>
      readsClock.test(readFileSync(join(root, name), "utf8").replaceAll(asText, "")),
    );
    expect(readers.toSorted()).toEqual(Object.keys(allowed).toSorted());
  });
});
