import { isValidElement } from "react";
import { expect, test } from "vitest";
import { firstOf } from "./languages.ts";
import { english, msg, translator } from "./translate.ts";

const german = translator("de-DE", {
  "Migrate {name}": "{name} migrieren",
  "{n} host | {n} hosts": { one: "{n} Host", other: "{n} Hosts" },
  "Start // in a title": "starten",
});

test("a message is said in the language, with its values in the places that the language has for them", () => {
  expect(german("Migrate {name}", { name: "web-1" })).toBe("web-1 migrieren");
  expect(german.of(msg("Migrate {name}"), { name: "web-1" })).toBe("web-1 migrieren");
  expect(english("Migrate {name}", { name: "web-1" })).toBe("Migrate web-1");
});

test("a count has the form that the language has for it", () => {
  const told = [0, 1, 2].map((n) => german.many(n, "{n} host", "{n} hosts"));
  expect(told).toEqual(["0 Hosts", "1 Host", "2 Hosts"]);
  expect([0, 1, 2].map((n) => english.many(n, "{n} host", "{n} hosts"))).toEqual([
    "0 hosts",
    "1 host",
    "2 hosts",
  ]);
});

test("what a catalogue does not have is said in English, and a note is never shown", () => {
  expect(german("Stop // in a title")).toBe("Stop");
  expect(german("Start // in a title")).toBe("starten");
  expect(german.many(2, "{n} disk", "{n} disks")).toBe("2 disks");
});

test("a value is text, whatever stands in it: neither a place of the sentence nor a pattern", () => {
  expect(english("Migrate {name}", { name: "{name} $& // x" })).toBe("Migrate {name} $& // x");
});

test("elements stand where a sentence names them", () => {
  const said = german.rich("Migrate {name}", { name: "web-1" });
  expect(Array.isArray(said) && said.every((part) => isValidElement(part))).toBe(true);
});

test("the first language that the browser wants and the product has is taken, whatever its country", () => {
  expect(firstOf(["pt-BR", "de-AT", "en-US"])).toBe("de");
  expect(firstOf(["pt-BR", "den"])).toBe("en");
  expect(firstOf([])).toBe("en");
});
