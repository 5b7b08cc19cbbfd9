import { type DownControl, downControlSchema } from "@gantry/kvm-core/model";
import { expect, test } from "vitest";
import { parseControl } from "./control-frame.ts";

const viewers = [{ name: "ana", writer: true }];
const size = { cols: 80, rows: 24 };
const frames: { readonly [Type in DownControl["type"]]: Extract<DownControl, { type: Type }> } = {
  hello: {
    type: "hello",
    seq: 0,
    now: 9,
    boot: 1,
    mode: "write",
    viewers,
    size,
    state: "running",
    host: "host-a",
  },
  gap: { type: "gap", from: 0, to: 9 },
  screen: { type: "screen", seq: 9, cols: 80, rows: 24, data: "demo:/# " },
  seat: { type: "seat", holder: "ana", mine: false, viewers, idleSeconds: 7, asking: ["bob"] },
  state: { type: "state", state: "paused" },
  moved: { type: "moved", from: "host-a", host: "host-b", pauseMs: 24 },
  boot: { type: "boot", n: 2, seq: 900 },
  size: { type: "size", cols: 132, rows: 43, by: "ana" },
};

test("every kind of frame of the protocol has an example here, and each is taken", () => {
  const kinds = downControlSchema.options.map((option) => option.shape.type.value);
  expect(Object.keys(frames).sort()).toEqual([...kinds].sort());
  for (const frame of Object.values(frames)) expect(parseControl(JSON.stringify(frame))).toEqual(frame);
});

test("a frame that lacks a field, or has one of another type, is refused just where the schema refuses it", () => {
  for (const frame of Object.values(frames)) {
    for (const field of Object.keys(frame)) {
      for (const wrong of [undefined, { odd: true }]) {
        const bad = { ...frame, [field]: wrong };
        const text = JSON.stringify(bad);
        const accepted = downControlSchema.safeParse(JSON.parse(text)).success;
        expect(parseControl(text) !== undefined, `${frame.type}.${field}`).toBe(accepted);
      }
    }
  }
});

test("what is no frame is refused", () => {
  for (const text of ["", "null", "[]", "7", '"hello"', '{"type":"constructor"}', "{", '{"type":7}']) {
    expect(parseControl(text)).toBeUndefined();
  }
});
