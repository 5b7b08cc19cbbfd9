import { expect, test } from "vitest";
import { EventStream } from "../qmp/event-stream.ts";
import type { QmpEvent } from "../qmp/index.ts";
import { MigrationNews } from "./migration-news.ts";

function monitor() {
  const events = new EventStream();
  const emit = (event: QmpEvent["event"], data: Record<string, unknown>) =>
    events.emit({ event, name: event, data, at: new Date() });
  return { onEvent: (listener: Parameters<EventStream["listen"]>[0]) => events.listen(listener), emit };
}

test("what QEMU tells of its migration is there for whoever looks later, and wakes whoever waits", async () => {
  const qemu = monitor();
  using news = new MigrationNews(qemu);
  expect(news.newest).toBeUndefined();
  qemu.emit("MIGRATION", { status: "device" });
  qemu.emit("STOP", {});
  expect(news.newest).toBe("device");
  const waiting = news.next(60_000);
  qemu.emit("MIGRATION", { status: "completed" });
  expect(await waiting).toBe(true);
  expect(news.newest).toBe("completed");
});

test("a wait in which QEMU tells nothing, or of something else, ends with its time", async () => {
  const qemu = monitor();
  using news = new MigrationNews(qemu);
  const waiting = news.next(1);
  qemu.emit("MIGRATION_PASS", { pass: 2 });
  expect(await waiting).toBe(false);
  news[Symbol.dispose]();
  qemu.emit("MIGRATION", { status: "completed" });
  expect(news.newest).toBeUndefined();
});
