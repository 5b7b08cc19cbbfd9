import type { EvacuationRow } from "@gantry/kvm-core/model";
import { describe, expect, it } from "vitest";
import {
  choiceOf,
  choiceValue,
  evacuationOf,
  optionsAsShown,
  optionsOf,
  withChoice,
} from "./evacuation-state.ts";

const read = (query: string) => {
  const parameters = new URLSearchParams(query);
  return evacuationOf((key) => parameters.get(key) ?? undefined);
};

describe("A plan to empty a host", () => {
  it("is in the address with everything that was chosen, and a reload finds it again", () => {
    const { choices } = withChoice({ a: { do: "stay" } }, "web.1", { do: "move", target: "host-b" });
    const query = new URLSearchParams({
      plan: "open",
      shutdown: "yes",
      "at-once": "3",
      choices: choices ?? "",
    });
    const state = read(query.toString());
    expect(state).toEqual({
      isOpen: true,
      allowShutdown: true,
      copyDisks: false,
      concurrency: 3,
      choices: { a: { do: "stay" }, "web.1": { do: "move", target: "host-b" } },
    });
    expect(optionsOf(state)).toMatchObject({ allowShutdown: true, concurrency: 3, choices: state.choices });
    expect(withChoice(state.choices, "web.1", undefined)).toEqual({ choices: "a:stay*" });
  });

  it("takes an address that somebody mangled as if nothing had been chosen", () => {
    expect(read("at-once=99&choices=,:,x,y:&plan=yes")).toMatchObject({
      isOpen: false,
      concurrency: 1,
      choices: {},
    });
  });

  it("knows a host that is named like a choice from the choice", () => {
    expect(choiceOf(choiceValue({ do: "move", target: "stay" }))).toEqual({ do: "move", target: "stay" });
    expect(choiceOf(choiceValue({ do: "shut-down" }))).toEqual({ do: "shut-down" });
  });

  it("is carried out as it is shown: each to the host that stands beside it, in that order", () => {
    const options = optionsOf(read("shutdown=yes"));
    const row = { uuid: "", state: "running" as const, memoryMiB: 1, why: "", offers: [] };
    const rows: EvacuationRow[] = [
      { ...row, instance: "b", class: "movable", target: "host-c" },
      { ...row, instance: "a", class: "shut-down" },
      { ...row, instance: "c", class: "stays" },
    ];
    const plan = { host: "host-a", options, rows, seconds: 0, atLeast: false, text: "" };
    expect(optionsAsShown(plan)).toMatchObject({
      order: ["b", "a", "c"],
      choices: { b: { do: "move", target: "host-c" }, a: { do: "shut-down" } },
    });
  });
});
