import { maxFrameBytes } from "@gantry/kvm-core/model";

/**
 * The memory of one viewer's full frames, used again and again: in a flood, new memory for each frame keeps the garbage
 * collector busier than everything else.
 */
export class FrameMemory {
  #memory: Uint8Array | undefined;

  /** Memory of so many bytes, at most a frame's; what was taken before is overwritten. */
  take(bytes: number): Uint8Array {
    this.#memory ??= Buffer.allocUnsafeSlow(maxFrameBytes);
    return this.#memory.subarray(0, bytes);
  }

  /** It belongs to somebody else from now on, or is not needed for a while. */
  letGo(): void {
    this.#memory = undefined;
  }
}
