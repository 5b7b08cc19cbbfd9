import { defineConfig } from "vitest/config";

/** `unit` starts real etcd processes, `qemu` real guests besides. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          // As in the other workspaces: a disk that others use too makes a thousand synced writes slow.
          testTimeout: 30_000,
          include: ["src/**/*.test.ts"],
          exclude: ["src/**/*.qemu.test.ts"],
          // They wait for elections and time-outs, not for the processor.
          maxWorkers: 4,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "qemu",
          include: ["src/**/*.qemu.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
