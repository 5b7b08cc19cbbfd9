import { expect, test } from "vitest";
import type { InstanceEvent } from "../model/instance.ts";
import { InstanceHub } from "./instance-hub.ts";

const removed = (name: string): InstanceEvent => ({ type: "removed", name, uuid: name, host: "host-a" });

test("a watcher hears every change from the call on, in order, and hears the end", async () => {
  const hub = new InstanceHub();
  const end = new AbortController();
  const watching = hub.watch(end.signal);
  hub.publish(removed("a"));
  hub.publish(removed("b"));
  expect(await watching.next()).toEqual({ done: false, value: removed("a") });
  expect(await watching.next()).toEqual({ done: false, value: removed("b") });
  const next = watching.next();
  end.abort();
  expect(await next).toEqual({ done: true, value: undefined });
  expect(hub.size).toBe(0);
});

test("a watcher that never reads, or leaves before it has read, leaves nothing behind", async () => {
  const hub = new InstanceHub();
  const end = new AbortController();
  hub.watch(end.signal);
  const left = hub.watch(new AbortController().signal);
  expect(hub.size).toBe(2);
  await left.return?.();
  end.abort();
  expect(hub.size).toBe(0);
  hub.watch(end.signal);
  expect(hub.size).toBe(0);
});

test("a watcher that lets ten thousand changes wait is let go, and told to begin again", async () => {
  const hub = new InstanceHub();
  const watching = hub.watch(new AbortController().signal);
  for (let n = 0; n < 10_001; n++) hub.publish(removed("a"));
  expect(hub.size).toBe(0);
  await expect(watching.next()).rejects.toMatchObject({ code: "too_large" });
});
