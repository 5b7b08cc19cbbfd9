import type { InstanceSummary, InstanceUsage } from "@gantry/kvm-core/model";
import { expect, test } from "vitest";
import { byUsage, usageTable } from "./usage-table.ts";

const instance = (name: string, state: InstanceSummary["state"]): InstanceSummary => ({
  ...{ name, state, uuid: `uuid-${name}`, host: "host-a", cpus: 2, memoryMiB: 512 },
  since: "2026-01-01T00:00:00.000Z",
});
const usage = (name: string, figures: Partial<InstanceUsage>): InstanceUsage => ({
  ...{ name, uuid: `uuid-${name}`, host: "host-a", at: 1, guestAgent: false },
  startedAt: "2026-01-01T00:00:00.000Z",
  ...figures,
});

test("the busiest instance comes first, and what is not known is a dash", () => {
  const rows = byUsage(
    [instance("idle", "running"), instance("off", "stopped"), instance("busy", "running")],
    [
      usage("idle", { cpusBusy: 0 }),
      usage("busy", { cpusBusy: 1.5, residentBytes: 2 ** 28, readBytes: 1536 }),
    ],
  );
  expect(usageTable(rows)).toBe(
    [
      "NAME  HOST    STATE    CPU     MEMORY                  READ/s   WRITTEN/s  RECEIVED/s  SENT/s",
      "busy  host-a  running  75.0 %  256.0 MiB of 512.0 MiB  1.5 KiB  -          -           -",
      "idle  host-a  running  0.0 %   - of 512.0 MiB          -        -          -           -",
      "off   host-a  stopped  -       - of 512.0 MiB          -        -          -           -",
      "",
    ].join("\n"),
  );
});
