import { defineConfig } from "vitest/config";

/** `unit` needs nothing but Node; `qemu` makes network namespaces with real agents and guests in them. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["src/**/*.test.ts"], exclude: ["**/*.qemu.test.ts"] } },
      {
        test: {
          name: "qemu",
          include: ["src/**/*.qemu.test.ts"],
          maxWorkers: 1,
          testTimeout: 240_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
