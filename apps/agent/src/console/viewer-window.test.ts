import { viewerWindowBytes } from "@gantry/kvm-core/model";
import { describe, expect, it } from "vitest";
import { ViewerWindow } from "./viewer-window.ts";

function windowAt(seq: number): ViewerWindow {
  const window = new ViewerWindow();
  window.begin(seq);
  return window;
}

describe("The window of a viewer that acknowledges", () => {
  it("closes when so many bytes are under way, and opens by what is acknowledged", () => {
    const window = windowAt(1000);
    window.acknowledged(1000);
    window.sent(viewerWindowBytes);
    expect(window.room(0)).toBe(0);
    window.acknowledged(1000 + 5000);
    expect(window.room(0)).toBe(5000);
  });

  it("believes no acknowledgement of what was not sent, nor one that goes back", () => {
    const window = windowAt(0);
    window.sent(100_000);
    window.acknowledged(Number.MAX_SAFE_INTEGER);
    expect(window.room(0)).toBe(viewerWindowBytes);
    window.acknowledged(0);
    expect(window.room(0)).toBe(viewerWindowBytes);
  });

  it("does not count bytes it was spared", () => {
    const window = windowAt(0);
    window.acknowledged(0);
    window.sent(1000);
    window.skipped(10_000_000);
    expect(window.room(0)).toBe(viewerWindowBytes - 1000);
  });
});

describe("The window of a viewer that acknowledges late", () => {
  it("counts from its first acknowledgement, not from what its socket took", () => {
    const window = windowAt(0);
    window.sent(viewerWindowBytes);
    expect(window.room(0)).toBe(viewerWindowBytes);
    window.acknowledged(1000);
    expect(window.room(0)).toBe(1000);
  });
});

describe("The window of a viewer that never acknowledged", () => {
  it("opens when its socket has taken everything", () => {
    const window = windowAt(0);
    window.sent(viewerWindowBytes);
    expect(window.room(1)).toBe(0);
    expect(window.room(0)).toBe(viewerWindowBytes);
  });

  it("stays shut while much waits in the agent's memory", () => {
    expect(windowAt(0).room(128 * 1024)).toBe(0);
  });
});
