import {
  cloudInitSchema,
  createInput,
  diskSpecSchema,
  instanceSpecSchema,
  nicSpecSchema,
} from "@gantry/kvm-core/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { toInput, toSpec } from "./form-to-spec.ts";
import { specs } from "./spec-arbitrary.ts";
import { fromInput, fromSpec } from "./spec-to-form.ts";

test("every valid spec comes back from the form exactly as it was", () => {
  fc.assert(
    fc.property(specs(), (spec) => {
      expect(toSpec(fromSpec(spec))).toEqual(spec);
      expect(instanceSpecSchema.parse(toSpec(fromSpec(spec)))).toEqual(spec);
    }),
  );
});

test("every valid input of a creation comes back too, with the disks that are still to be made", () => {
  const inputs = specs().chain((spec) => {
    const files = spec.disks.filter(({ source }) => "file" in source);
    const newDisks = fc
      .subarray(files)
      .chain((some) =>
        fc.tuple(...some.map(({ name }) => fc.record({ disk: fc.constant(name), sizeMiB: fc.nat() }))),
      );
    return fc.record({ spec: fc.constant(spec), host: fc.constant("host-b"), newDisks });
  });
  fc.assert(
    fc.property(inputs, (input) => {
      const positive = input.newDisks.map(({ disk, sizeMiB }) => ({ disk, sizeMiB: (sizeMiB % 9_999) + 1 }));
      const checked = createInput.parse({ ...input, newDisks: positive });
      expect(createInput.parse(toInput(fromInput(checked)))).toEqual(checked);
    }),
  );
});

test("the specs that are tried have every field that a spec can have", () => {
  const seen = { spec: new Set<string>(), disk: new Set(), nic: new Set(), cloudInit: new Set() };
  for (const spec of fc.sample(specs(), { numRuns: 300, seed: 1 })) {
    for (const [field, value] of Object.entries(spec)) if (value !== undefined) seen.spec.add(field);
    for (const field of spec.disks.flatMap(Object.keys)) seen.disk.add(field);
    for (const field of spec.nics.flatMap(Object.keys)) seen.nic.add(field);
    for (const field of Object.keys(spec.cloudInit ?? {})) seen.cloudInit.add(field);
  }
  expect([...seen.spec].sort()).toEqual(Object.keys(instanceSpecSchema.shape).sort());
  expect([...seen.disk].sort()).toEqual(Object.keys(diskSpecSchema.shape).sort());
  expect([...seen.nic].sort()).toEqual(Object.keys(nicSpecSchema.shape).sort());
  expect([...seen.cloudInit].sort()).toEqual(Object.keys(cloudInitSchema.shape).sort());
});

test("a field that the form has never heard of is kept in every part of a spec", () => {
  const [spec = expect.fail("no spec")] = fc.sample(
    specs().filter(
      ({ disks, nics, cloudInit }) => disks.length > 0 && nics.length > 0 && cloudInit !== undefined,
    ),
    { numRuns: 1, seed: 1 },
  );
  const later = {
    ...spec,
    later: 1,
    disks: spec.disks.map((disk) => ({ ...disk, later: 2 })),
    nics: spec.nics.map((nic) => ({ ...nic, later: 3 })),
    serial: [{ log: true, later: 4 }],
    cloudInit: { userData: "", ...spec.cloudInit, later: 5 },
  };
  expect(toSpec(fromSpec(later))).toEqual(later);
});
