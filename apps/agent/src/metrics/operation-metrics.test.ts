import type { Operation } from "@gantry/kvm-core/model";
import { expect, test } from "vitest";
import { renderExposition } from "./exposition.ts";
import { OperationMetrics } from "./operation-metrics.ts";

function migration(change: Partial<Operation>): Operation {
  return {
    id: "1",
    kind: "instance.migrate",
    host: "host-a",
    instance: "web-1",
    actor: "ada",
    status: "running",
    createdAt: "2026-11-26T12:00:00.000Z",
    startedAt: "2026-11-26T12:00:00.000Z",
    steps: [],
    mayCancel: true,
    ...change,
  };
}

const sample = {
  atMs: 100,
  status: "active",
  pass: 1,
  totalBytes: 1000,
  remainingBytes: 400,
  transferredBytes: 600,
  bytesPerSecond: 6000,
  dirtyBytesPerSecond: 70,
};
const end = { status: "succeeded", endedAt: "2026-11-26T12:00:03.500Z" } as const;

test("a migration under way tells its newest figures, and when it has ended its pause", () => {
  const metrics = new OperationMetrics();
  const result = { target: "host-b", totalMs: 1500, samples: [{ ...sample, remainingBytes: 900 }, sample] };
  metrics.note(migration({ result }));
  const running = renderExposition(metrics.samples());
  expect(running).toContain('gantry_migration_remaining_bytes{instance="web-1",target="host-b"} 400\n');
  expect(running).toContain('gantry_migration_throughput_bytes{instance="web-1",target="host-b"} 6000\n');
  expect(running).toContain('gantry_migration_duration_seconds{instance="web-1",target="host-b"} 1.5\n');
  expect(running).not.toContain("gantry_migration_pause_seconds{");

  metrics.note(migration({ ...end, result: { ...result, totalMs: 3500, pauseMs: 24.5 } }));
  const ended = renderExposition(metrics.samples());
  expect(ended).not.toContain("gantry_migration_remaining_bytes");
  expect(ended).toContain('gantry_migration_pause_seconds{instance="web-1",target="host-b"} 0.0245\n');
  expect(ended).toContain('gantry_migrations_total{result="succeeded"} 1\n');
  expect(ended).toContain('gantry_migrations_total{result="in-doubt"} 0\n');
  expect(ended).toContain(
    'gantry_operation_duration_seconds_sum{kind="instance.migrate",result="succeeded"} 3.5\n',
  );
});

test("an operation counts once, and not at all when it began before this agent", () => {
  const metrics = new OperationMetrics();
  metrics.note(migration({ ...end, status: "failed" }));
  metrics.note(migration({ id: "2" }));
  metrics.note(migration({ id: "2", ...end, status: "in-doubt" }));
  metrics.note(migration({ id: "2", ...end, status: "in-doubt" }));
  const text = renderExposition(metrics.samples());
  expect(text).toContain('gantry_migrations_total{result="failed"} 0\n');
  expect(text).toContain('gantry_migrations_total{result="in-doubt"} 1\n');
});
