import { defineConfig } from "vitest/config";

/** `unit` needs nothing but Node; `qemu` starts real guests, two files at a time. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["{src,scripts}/**/*.test.ts"],
          exclude: ["**/*.qemu.test.ts"],
        },
      },
      {
        test: {
          name: "qemu",
          include: ["{src,scripts}/**/*.qemu.test.ts"],
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
