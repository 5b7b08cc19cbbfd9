import { describe, expect, test } from "vitest";
import { EventStream } from "./event-stream.ts";
import type { QmpEventName } from "./vocabulary.ts";

const event = (name: QmpEventName) => ({ event: name, name, data: {}, at: new Date(0) });

describe("The event stream", () => {
  test("tells every listener every event, in order, until it is disposed", () => {
    const stream = new EventStream();
    const heard: string[] = [];
    using _one = stream.listen(({ event }) => void heard.push(`one ${event}`));
    const two = stream.listen(({ event }) => void heard.push(`two ${event}`));
    stream.emit(event("STOP"));
    two[Symbol.dispose]();
    stream.emit(event("RESUME"));
    expect(heard).toEqual(["one STOP", "two STOP", "one RESUME"]);
  });

  test("does not tell a listener of the event in which it was added", () => {
    const stream = new EventStream();
    const heard: string[] = [];
    stream.listen(() => void stream.listen(({ event }) => void heard.push(event)));
    stream.emit(event("STOP"));
    expect(heard).toEqual([]);
  });

  test("resolves a wait with the first event that matches and forgets it then", async () => {
    const stream = new EventStream();
    const waiting = stream.waitFor((candidate) => candidate.event === "STOP", {});
    stream.emit(event("RESET"));
    stream.emit(event("STOP"));
    expect(await waiting).toMatchObject({ event: "STOP" });
  });

  test("ends a wait by its deadline, by its signal, and by the end of QEMU", async () => {
    const stream = new EventStream();
    const never = () => false;
    await expect(stream.waitFor(never, { timeoutMs: 1 })).rejects.toMatchObject({ code: "monitor_timeout" });
    await expect(stream.waitFor(never, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "cancelled",
    });
    const gone = new Error("gone");
    const waiting = stream.waitFor(never, {});
    stream.close(gone);
    await expect(waiting).rejects.toBe(gone);
    await expect(stream.waitFor(never, {})).rejects.toBe(gone);
  });
});
