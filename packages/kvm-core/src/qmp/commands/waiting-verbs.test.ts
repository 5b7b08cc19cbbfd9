import { describe, expect, test } from "vitest";
import { EventStream } from "../event-stream.ts";
import type { QmpEventName } from "../vocabulary.ts";
import { concludeJob, unplugDevice } from "./index.ts";
import type { QmpMonitor } from "./wait-for-job.ts";

/** A monitor that says an event while it answers a command, as QEMU does when something ends quickly. */
function monitorSaying(
  say: (command: string) => { name: QmpEventName; data: object } | undefined,
  jobs: object[],
) {
  const events = new EventStream();
  const sent: string[] = [];
  const execute = (command: string) => {
    sent.push(command);
    const answer = command === "query-jobs" ? [jobs.shift()] : {};
    const said = say(command);
    if (said !== undefined) {
      events.emit({ event: said.name, name: said.name, data: { ...said.data }, at: new Date(0) });
    }
    return Promise.resolve(answer);
  };
  const monitor: QmpMonitor = {
    execute,
    executeOutOfBand: execute,
    executeUnchecked: execute,
    waitForEvent: (match, options = {}) => events.waitFor(match, options),
  };
  return { monitor, sent };
}

const job = { id: "j", type: "backup", "current-progress": 1, "total-progress": 2 };

describe("A verb that waits", () => {
  test("misses no job that ends between the question and the wait", async () => {
    const ended = { name: "JOB_STATUS_CHANGE", data: { id: "j", status: "concluded" } } as const;
    const events = [ended];
    const { monitor, sent } = monitorSaying(
      () => events.shift(),
      [
        { ...job, status: "running" },
        { ...job, status: "concluded", error: "Input/output error" },
      ],
    );
    expect(await concludeJob(monitor, "j")).toBe("Input/output error");
    expect(sent).toEqual(["query-jobs", "query-jobs", "job-dismiss"]);
  });

  test("tells a guest that refuses to let a device go from one that is silent", async () => {
    const refuses = (command: string) =>
      command === "device_del"
        ? ({ name: "DEVICE_UNPLUG_GUEST_ERROR", data: { device: "dimm", path: "/machine/dimm" } } as const)
        : undefined;
    await expect(unplugDevice(monitorSaying(refuses, []).monitor, "dimm")).rejects.toMatchObject({
      code: "wrong_state",
      message: "The guest refuses to let go of dimm.",
    });
  });

  test("takes only the end of the device itself for its end, not that of a part of it", async () => {
    const parts: { name: QmpEventName; data: object }[] = [
      { name: "DEVICE_DELETED", data: { path: "/machine/peripheral/nic/virtio-backend" } },
    ];
    const silent = monitorSaying(() => parts.shift(), []);
    await expect(unplugDevice(silent.monitor, "nic", { timeoutMs: 5 })).rejects.toMatchObject({
      code: "timed_out",
    });
  });
});
