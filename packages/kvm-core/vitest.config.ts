import { defineConfig } from "vitest/config";

/** `unit` needs nothing but Node; `qemu` starts real guests, two files at a time. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          // As in the other workspaces: a disk that others use too makes a thousand synced writes slow.
          testTimeout: 30_000,
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
