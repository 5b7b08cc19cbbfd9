import { expectTypeOf, test } from "vitest";
import type { ReturnOf } from "../vocabulary.ts";
import type { Readable } from "./readable.ts";

type Culprit<Wanted, Given> =
  Readable<Wanted, Given> extends { readonly "QEMU does not return this as it is read": infer Name }
    ? Name
    : "none";

// The compiler runs this test: it fails by not compiling.
test("A schema that reads what QEMU does not return does not compile, and the culprit is named", () => {
  expectTypeOf<
    Culprit<{ status: string; running: boolean }, ReturnOf<"query-status">>
  >().toEqualTypeOf<"none">();
  expectTypeOf<Culprit<{ statsu: string }, ReturnOf<"query-status">>>().toEqualTypeOf<"statsu">();
  // Misspelt and optional would be missing for ever without a word.
  type Blocks = { inserted?: { image: { "virtual-size": number; "actaul-size"?: number } } }[];
  expectTypeOf<Culprit<Blocks, ReturnOf<"query-block">>>().toEqualTypeOf<"actaul-size">();
  // QEMU may leave a job's error out.
  expectTypeOf<Culprit<{ id: string; error: string }[], ReturnOf<"query-jobs">>>().toEqualTypeOf<"error">();
  expectTypeOf<Culprit<{ id: string; error?: string }[], ReturnOf<"query-jobs">>>().toEqualTypeOf<"none">();
  expectTypeOf<Culprit<{ id: string }[], ReturnOf<"query-status">>>().toEqualTypeOf<"it is no list">();
  // A schema that takes in more than it names reads nothing wrong by that.
  expectTypeOf<
    Culprit<{ [member: string]: unknown; status: string }, ReturnOf<"query-status">>
  >().toEqualTypeOf<"none">();
});
