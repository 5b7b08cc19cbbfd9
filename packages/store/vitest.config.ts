import { defineConfig } from "vitest/config";

/** `unit` starts real etcd processes, `qemu` real guests besides. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["src/**/*.test.ts"],
          exclude: ["src/**/*.qemu.test.ts"],
          // They wait for elections and time-outs, not for the processor; and a disk that others use too makes a thousand
          // synced writes slow.
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
