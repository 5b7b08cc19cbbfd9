import { homedir } from "node:os";
import { expect, test } from "vitest";
import { defaultCacheDir } from "./default-cache-dir.ts";

test("The cache lies where Gantry is told, else where caches lie on this system, else in the home directory", () => {
  expect(defaultCacheDir({ GANTRY_CACHE_DIR: "/a", XDG_CACHE_HOME: "/b" })).toBe("/a");
  expect(defaultCacheDir({ XDG_CACHE_HOME: "/b" })).toBe("/b/gantry");
  expect(defaultCacheDir({})).toBe(`${homedir()}/.cache/gantry`);
});

test("An empty variable counts as unset", () => {
  expect(defaultCacheDir({ GANTRY_CACHE_DIR: "", XDG_CACHE_HOME: "" })).toBe(`${homedir()}/.cache/gantry`);
});
