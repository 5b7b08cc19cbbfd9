import { expect, test } from "vitest";
import { linkCodeOf, safeNext } from "./sign-in-address.ts";

test("the code is taken from the fragment of a link", () => {
  expect(linkCodeOf("#link=abc_-1")).toBe("abc_-1");
  expect(linkCodeOf("")).toBeUndefined();
  expect(linkCodeOf("#link=")).toBeUndefined();
});

test("after the sign-in only pages of this site are gone to", () => {
  for (const here of ["/instance/?name=demo&tab=console", "/instance/?name=demo&view=log#boot=3&line=812"])
    expect(safeNext(here)).toBe(here);
  for (const elsewhere of [
    null,
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "/sign-in/#link=theirs",
  ]) {
    expect(safeNext(elsewhere)).toBe("/");
  }
});
