import {
  type EvacuationChoice,
  evacuationOptionsSchema,
  type EvacuationPlan,
  type Forecast,
  instanceStates,
} from "@gantry/kvm-core/model";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Candidate, type EvacuationFacts, planEvacuation } from "./plan-evacuation.ts";
import type { Place } from "./room.ts";

const targets = ["host-b", "host-c", "host-d"] as const;
const names = ["a", "b", "c", "d", "e", "f", "g"] as const;

const quick: Forecast = { finishes: "yes", seconds: 2, bytes: 0, text: "", choices: [] };

const placeOf = (target: string) =>
  fc
    .record({
      isRefused: fc.boolean(),
      warnings: fc.array(fc.constant("An older QEMU."), { maxLength: 2 }),
      copies: fc.array(fc.constant("root"), { maxLength: 1 }),
      seconds: fc.integer({ min: 0, max: 100 }),
      finishes: fc.constantFrom("yes", "not by itself", "unknown"),
    })
    .map(
      ({ isRefused, warnings, copies, seconds, finishes }): Place => ({
        target,
        ...(isRefused && { fault: { why: `${target} lacks a bridge.`, fix: "Make it." } }),
        warnings,
        copies,
        forecast: { ...quick, finishes, seconds },
      }),
    );

const candidateOf = (name: string) =>
  fc
    .record({
      state: fc.constantFrom(...instanceStates),
      memoryMiB: fc.integer({ min: 1, max: 4096 }),
      places: fc.tuple(...targets.map(placeOf)),
    })
    .map((rest): Candidate => ({ name, uuid: `uuid-of-${name}`, ...rest }));

const factsArbitrary = fc
  .record({
    candidates: fc
      .tuple(...names.map(candidateOf))
      .chain((all) => fc.shuffledSubarray(all, { minLength: 0, maxLength: all.length })),
    memory: fc.tuple(...targets.map(() => fc.integer({ min: 0, max: 8192 }))),
  })
  .map(
    ({ candidates, memory }): EvacuationFacts => ({
      host: "host-a",
      maintenance: undefined,
      candidates,
      availableMiB: new Map(targets.map((target, index) => [target, memory[index] ?? 0])),
    }),
  );

const choiceArbitrary: fc.Arbitrary<EvacuationChoice> = fc.oneof(
  fc.record({ do: fc.constant("move" as const), target: fc.constantFrom(...targets) }),
  fc.record({ do: fc.constant("shut-down" as const) }),
  fc.record({ do: fc.constant("stay" as const) }),
);

const optionsArbitrary = fc
  .record({
    allowShutdown: fc.boolean(),
    order: fc.shuffledSubarray([...names]),
    choices: fc.dictionary(fc.constantFrom(...names), choiceArbitrary),
  })
  .map((options) => evacuationOptionsSchema.parse(options));

const forAll = (check: (facts: EvacuationFacts, plan: EvacuationPlan) => void) =>
  fc.assert(
    fc.property(factsArbitrary, optionsArbitrary, (facts, options) =>
      check(facts, planEvacuation(facts, options)),
    ),
  );

function candidate(name: string, more: Partial<Candidate> = {}): Candidate {
  const places = ["host-b", "host-c"].map(
    (target): Place => ({
      target,
      warnings: [],
      copies: [],
      forecast: quick,
    }),
  );
  return { name, uuid: `uuid-of-${name}`, state: "running", memoryMiB: 100, places, ...more };
}

function planOf(candidates: readonly Candidate[], options: object = {}, memory = [1000, 1000]) {
  const availableMiB = new Map([
    ["host-b", memory[0] ?? 0],
    ["host-c", memory[1] ?? 0],
  ]);
  const facts = { host: "host-a", maintenance: undefined, candidates, availableMiB };
  return planEvacuation(facts, evacuationOptionsSchema.parse(options));
}

const placesIn = ({ rows }: EvacuationPlan) =>
  rows.map((row) => `${row.instance} ${row.target ?? row.class}`);

describe("A plan to empty a host", () => {
  it("never promises more memory of a host than it has", () => {
    forAll(({ availableMiB }, { rows }) => {
      for (const [target, available] of availableMiB) {
        const promised = rows
          .filter((row) => row.class === "movable" && row.target === target)
          .reduce((sum, { memoryMiB }) => sum + memoryMiB, 0);
        expect(promised).toBeLessThanOrEqual(available);
      }
    });
  });

  it("puts every instance into exactly one class, with a reason, and a fix where it is blocked", () => {
    forAll(({ candidates }, { rows }) => {
      expect(rows.map(({ instance }) => instance).toSorted()).toEqual(
        candidates.map(({ name }) => name).toSorted(),
      );
      for (const row of rows) {
        expect(row.why).not.toBe("");
        expect(row.target === undefined).toBe(row.class !== "movable");
        if (row.class === "blocked") expect(row.fix).toMatch(/\S/);
      }
    });
  });

  it("is the same whatever order the facts come in", () => {
    fc.assert(
      fc.property(factsArbitrary, optionsArbitrary, (facts, options) => {
        const turned = { ...facts, candidates: facts.candidates.toReversed() };
        expect(planEvacuation(turned, options)).toEqual(planEvacuation(facts, options));
      }),
    );
  });

  it("moves nothing where a check failed, and shuts nothing down that nobody allowed it to", () => {
    forAll(({ candidates }, { rows, options }) => {
      for (const row of rows) {
        const places = candidates.find(({ name }) => name === row.instance)?.places ?? [];
        const place = places.find(({ target }) => target === row.target);
        if (row.class === "movable") expect(place?.fault).toBeUndefined();
        if (row.class === "shut-down")
          expect(options.allowShutdown || options.choices[row.instance]?.do === "shut-down").toBe(true);
      }
    });
  });

  it("does what was chosen, or says why not", () => {
    forAll((_, { rows, options }) => {
      for (const row of rows) {
        const choice = options.choices[row.instance];
        if (choice?.do === "move") expect([choice.target, undefined]).toContain(row.target);
        if (choice?.do === "stay") expect(row.class).toBe("stays");
        if (choice?.do === "shut-down") expect(row.class).not.toBe("movable");
      }
    });
  });

  it("offers for each another host only what would still have room when all of the plan is done", () => {
    forAll(({ availableMiB }, { rows }) => {
      for (const row of rows) {
        for (const offer of row.offers.filter(({ fits }) => fits)) {
          const others = rows.filter((other) => other !== row && other.target === offer.target);
          const taken = others.reduce((sum, { memoryMiB }) => sum + memoryMiB, row.memoryMiB);
          expect(offer.freeAfterMiB).toBe((availableMiB.get(offer.target) ?? 0) - taken);
        }
      }
    });
  });

  it("begins with those that were put first, then with the quickest; what may never end comes last", () => {
    const slow = (seconds: number, finishes: Forecast["finishes"] = "yes") => ({
      places: [{ target: "host-b", warnings: [], copies: [], forecast: { ...quick, seconds, finishes } }],
    });
    const candidates = [
      candidate("endless", slow(1, "not by itself")),
      candidate("long", slow(60)),
      candidate("first", slow(90)),
      candidate("short", slow(5)),
    ];
    const plan = planOf(candidates, { order: ["first"] });
    expect(plan.rows.map(({ instance }) => instance)).toEqual(["first", "short", "long", "endless"]);
    expect(plan).toMatchObject({ seconds: 156, atLeast: true });
    expect(plan.text).toBe("4 move; the moves take at least 3 min.");
  });

  it("spreads instances over the hosts, the largest first, and leaves none out that has room", () => {
    const plan = planOf(
      [
        candidate("small", { memoryMiB: 200 }),
        candidate("large", { memoryMiB: 900 }),
        candidate("middle", { memoryMiB: 500 }),
      ],
      {},
      [1000, 800],
    );
    expect(placesIn(plan)).toEqual(["large host-b", "middle host-c", "small host-c"]);
  });

  it("prefers a host where nothing has to be copied, then one of which no check warns", () => {
    const place = (target: string, more: Partial<Place>): Place => ({
      ...{ target, warnings: [], copies: [], forecast: quick },
      ...more,
    });
    const copied = candidate("copied", {
      places: [place("host-b", { copies: ["root"] }), place("host-c", { warnings: ["Clocks differ."] })],
    });
    const warned = candidate("warned", {
      places: [place("host-b", { warnings: ["Clocks differ."] }), place("host-c", {})],
    });
    expect(placesIn(planOf([copied, warned], {}, [9000, 1000]))).toEqual(["copied host-c", "warned host-c"]);
  });

  it("says once what is the same of every host, and else of each its own", () => {
    const both = candidate("both", {
      places: ["host-b", "host-c"].map((target) => ({
        ...{ target, warnings: [], copies: [] },
        fault: { why: "A device is handed to the guest.", fix: "Unplug it first." },
      })),
    });
    const [row] = planOf([both]).rows;
    expect(row).toMatchObject({ class: "blocked", why: "A device is handed to the guest." });
    const [large] = planOf([candidate("large", { memoryMiB: 5000 })]).rows;
    expect(large?.why).toMatch(/^host-b: It needs 4\.9 GiB; 1000 MiB .* host-c: It needs 4\.9 GiB; /);
    expect(planOf([candidate("alone", { places: [] })]).rows[0]).toMatchObject({
      class: "blocked",
      why: "There is no other host.",
    });
  });

  it("lets what does not run stay, and shuts down what cannot move only when that is allowed", () => {
    const candidates = [
      candidate("off", { state: "stopped" }),
      candidate("held", { state: "paused", memoryMiB: 5000 }),
      candidate("large", { memoryMiB: 5000 }),
    ];
    expect(placesIn(planOf(candidates))).toEqual(["held blocked", "large blocked", "off stays"]);
    const allowed = planOf(candidates, { allowShutdown: true });
    expect(placesIn(allowed)).toEqual(["large shut-down", "held blocked", "off stays"]);
    expect(allowed.text).toBe("1 will be shut down, 1 is blocked, 1 stays.");
    expect(planOf([]).text).toBe("It holds no instances.");
  });
});
