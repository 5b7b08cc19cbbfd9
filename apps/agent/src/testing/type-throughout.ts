import { setInterval as every } from "node:timers/promises";
import type { TestConsole } from "./test-console.ts";

const keys = "abcdefghijklmnopqrstuvwxyz";

/**
 * Somebody who types on, a key each 10 ms, whatever happens, until `work` is over; and then a `!`, and waits until the guest
 * has echoed that. @returns what was typed, and what came back of it.
 */
export async function typeThroughout(
  viewer: TestConsole,
  work: Promise<unknown>,
): Promise<{ readonly typed: string; readonly echoed: string }> {
  const ended = new AbortController();
  const stop = () => ended.abort();
  work.then(stop, stop);
  let typed = "";
  for await (const _ of every(10)) {
    if (ended.signal.aborted) break;
    const key = keys[typed.length % keys.length] ?? "";
    viewer.type(key);
    typed += key;
  }
  viewer.type("!");
  await viewer.untilText("!");
  const echoed = viewer.text.slice(viewer.text.indexOf("READY") + 5).replace(/[^a-z!]/g, "");
  return { typed: `${typed}!`, echoed };
}
