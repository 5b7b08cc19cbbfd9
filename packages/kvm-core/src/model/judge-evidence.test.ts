import { describe, expect, it, test } from "vitest";
import { doubtReasons, doubtWords } from "./doubt.ts";
import type { HostEvidence, OwnEvidence } from "./evidence.ts";
import { judgeEvidence } from "./judge-evidence.ts";
import type { OwnershipRecord } from "./ownership.ts";

const migration = {
  id: "0123456789abcdef",
  source: "host-a",
  target: "host-b",
  targetIncarnation: "bbbbbbbbbbbbbbbb",
} as const;
const given: OwnershipRecord = {
  uuid: "3a5b6c1e-7d4f-4a2b-9c8d-0e1f2a3b4c5d",
  owner: "host-b",
  incarnation: migration.targetIncarnation,
  epoch: 2,
  state: "committed",
  migration: { ...migration, phase: "committed" },
};
const kept: OwnershipRecord = {
  ...given,
  owner: "host-a",
  incarnation: "aaaaaaaaaaaaaaaa",
  state: "migrating",
};
const paused = {
  process: { pid: 1, incarnation: "aaaaaaaaaaaaaaaa", alive: true },
  qemu: { status: "postmigrate", migration: "completed" },
};

function own(host: string, more: Partial<OwnEvidence>): HostEvidence {
  const about = { host, at: "2026-01-01T00:00:00Z", sharedStore: false, journal: [], name: "web-1" };
  return { host, answers: true, own: { ...about, holds: "instance", ...more } };
}
const silent = (host: string): HostEvidence => ({ host, answers: false });
const source = (more: Partial<OwnEvidence>) => own("host-a", { migration, ...paused, ...more });
const waiting = (more: Partial<OwnEvidence>) =>
  own("host-b", { migration, ...paused, holds: "waiting", isWhole: true, ...more });

describe("What only a person can settle", () => {
  it("is nothing while both hosts answer, or no migration is under way", () => {
    expect(judgeEvidence("web-1", [source({ record: given }), waiting({})])).toBeUndefined();
    expect(
      judgeEvidence("web-1", [source({ record: { ...kept, migration: null } }), silent("host-b")]),
    ).toBeUndefined();
    expect(judgeEvidence("web-1", [waiting({ isWhole: false }), silent("host-a")])).toBeUndefined();
  });

  it("is a target that does not answer after the commit; the source may be chosen as long as it has its own process", () => {
    const seen = [source({ record: given }), silent("host-b")];
    expect(judgeEvidence("web-1", seen)).toMatchObject({
      reason: "target-unreachable",
      words: { choice: { side: "source" } },
    });
    const lost = own("host-a", { migration, record: given });
    expect(judgeEvidence("web-1", [lost, silent("host-b")])?.words.choice).toBeUndefined();
  });

  it("is a source that does not answer before it; the target may be chosen where the record is shared", () => {
    const alone = judgeEvidence("web-1", [waiting({ record: null }), silent("host-a")]);
    expect(alone).toMatchObject({ reason: "source-unreachable", source: "host-a", target: "host-b" });
    expect(alone?.words.choice).toBeUndefined();
    const shared = judgeEvidence("web-1", [waiting({ record: kept, sharedStore: true }), silent("host-a")]);
    expect(shared?.words.choice).toMatchObject({ side: "target" });
  });

  it("is a store that was lost after everything was sent, and nobody may be chosen then", () => {
    const seen = [source({ recordFault: "The store does not answer." }), waiting({})];
    const doubt = judgeEvidence("web-1", seen);
    expect(doubt).toMatchObject({ reason: "store-lost", source: "host-a", target: "host-b" });
    expect(doubt?.words.choice).toBeUndefined();
  });

  it("is a guest that has ended on its target, whose source has not been heard", () => {
    const ended = { ...given, incarnation: null, state: "stopped" } as const;
    expect(judgeEvidence("web-1", [own("host-b", { record: ended }), silent("host-a")])).toMatchObject({
      reason: "source-not-heard",
    });
  });
});

test.each(doubtReasons)(
  "the text of %s names the hosts, says whether data are safe, and what to type",
  (reason) => {
    const words = doubtWords({
      reason,
      instance: "web-1",
      source: "host-a",
      target: "host-b",
      mayChoose: false,
    });
    const { happened, where, data, safe, todo, command } = words;
    for (const sentence of [happened, where, data, safe, todo]) expect(sentence).toMatch(/^[A-Zhw].*\.$/);
    expect(`${happened}${where}`).toContain("host-a");
    expect(`${happened}${where}`).toContain("host-b");
    expect(safe).toMatch(/host-|Neither/);
    expect(command).toBe("gantry migrate web-1 --recover");
    expect(words.choice).toBeUndefined();
  },
);

test("of a guest that went over to a new QEMU on its host, both processes are spoken of", () => {
  const { happened, where, safe } = doubtWords({
    reason: "store-lost",
    instance: "web-1",
    source: "host-a",
    target: "host-a",
    mayChoose: false,
  });
  expect(happened).toContain("handed over to a new QEMU process on host-a");
  expect(`${where} ${safe}`).toContain("whole in each");
});

test("whoever may choose is told to power the other host off first, and what is lost", () => {
  const facts = { instance: "web-1", source: "host-a", target: "host-b", mayChoose: true } as const;
  const warning = doubtWords({ ...facts, reason: "target-unreachable" }).choice?.warning;
  expect(warning).toContain("power host-b off first");
  expect(warning).toContain("what only its memory held is lost");
});
