import { expect, test } from "vitest";
import { instanceSpecSchema, updateInput } from "../model/index.ts";
import { assertUnchanged, revisionOf } from "./spec-revision.ts";

const spec = instanceSpecSchema.parse({
  name: "web-1",
  nics: [{ mac: "52:54:00:12:34:56", network: { user: {} } }],
});

test("a spec has the same revision however it was put together, and another one with any other field", () => {
  const turned = Object.fromEntries(Object.entries(spec).toReversed());
  expect(revisionOf(instanceSpecSchema.parse(turned))).toBe(revisionOf(spec));
  const [nic] = spec.nics;
  const nics = [Object.fromEntries(Object.entries(nic ?? {}).toReversed())];
  expect(revisionOf(Object.assign({ ...spec }, { nics }))).toBe(revisionOf(spec));
  expect(revisionOf({ ...spec, autostart: true })).not.toBe(revisionOf(spec));
});

test("a change on top of an older spec is refused with what is different now, and one that names none is not", () => {
  const older = revisionOf({ ...spec, cpus: 4, cloudInit: { userData: "#cloud-config\n" } });
  expect(() => assertUnchanged("web-1", spec, revisionOf(spec))).not.toThrow();
  expect(() => assertUnchanged("web-1", spec, undefined)).not.toThrow();
  expect(() => assertUnchanged("web-1", spec, older)).toThrow(
    expect.objectContaining({
      code: "changed_meanwhile",
      message: "web-1 was changed meanwhile: cloudInit, cpus.",
      details: { changed: ["cloudInit", "cpus"], revision: revisionOf(spec) },
    }),
  );
});

test("a revision is taken as it was told, and what is none is refused by name", () => {
  const input = { instance: "web-1", spec };
  expect(updateInput.parse({ ...input, revision: revisionOf(spec) }).revision).toBe(revisionOf(spec));
  const refused = updateInput.safeParse({ ...input, revision: "a b" });
  expect(refused.error?.issues).toMatchObject([{ path: ["revision"] }]);
});
