import { expect, test } from "vitest";
import { errorBodySchema, GantryError } from "./error.ts";

test("an error survives the wire", () => {
  const error = new GantryError("busy", { message: "m", hint: "h", where: "w", details: { a: 1 } });
  const back = GantryError.fromBody(errorBodySchema.parse(JSON.parse(JSON.stringify(error.toBody()))));
  expect(back).toMatchObject({ code: "busy", message: "m", hint: "h", where: "w", details: { a: 1 } });
});

test("whatever else is thrown becomes internal and keeps its cause", () => {
  expect(GantryError.from("text")).toMatchObject({ code: "internal", cause: "text" });
});
