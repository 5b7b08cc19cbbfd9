import { defineConfig } from "@playwright/test";

/** One worker and one demo for everything: the machine is small, and a day has one thing after the other. */
export default defineConfig({
  testDir: "tests",
  // The pictures of README.md are taken only when asked for: tests leave the checkout as it is.
  testIgnore: process.env["GANTRY_SCREENSHOTS"] === undefined ? "**/90-screenshots.spec.ts" : [],
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: process.env["CI"] !== undefined,
  timeout: 150_000,
  // A guest of emulated CPUs needs its seconds on a busy machine.
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  globalSetup: "./harness/shared-demo.ts",
  use: {
    viewport: { width: 1280, height: 800 },
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    screenshot: "only-on-failure",
    trace: { mode: "retain-on-failure", screenshots: false },
    launchOptions: {
      executablePath: process.env["CHROMIUM"] || "/usr/bin/chromium",
      args: [
        // Chromium's own sandbox needs rights that root in a container does not have.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
