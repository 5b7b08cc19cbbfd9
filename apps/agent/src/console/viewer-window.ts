import { viewerWindowBytes } from "@gantry/kvm-core/model";

/** Bytes that may wait in the agent's memory for one viewer's socket. */
const maxBufferedBytes = 128 * 1024;

/**
 * How much one viewer may be sent. A viewer that acknowledges has at most the window under way. One that never did is
 * judged by its socket: what the kernel took counts as delivered. Either way little waits in the agent.
 */
export class ViewerWindow {
  #sent = 0;
  #acknowledged = 0;
  #acknowledges = false;

  /** Starts counting at the byte with this number. */
  begin(seq: number): void {
    this.#sent = seq;
    this.#acknowledged = seq;
  }

  sent(bytes: number): void {
    this.#sent += bytes;
  }

  /** Bytes that will not be sent. */
  skipped(bytes: number): void {
    this.#sent += bytes;
    this.#acknowledged += bytes;
  }

  /** The viewer has everything before `seq`. Numbers that make no sense are taken for the nearest that does. */
  acknowledged(seq: number): void {
    // The first word of a viewer counts for more than what its socket seemed to say.
    const least = this.#acknowledges ? this.#acknowledged : 0;
    this.#acknowledges = true;
    this.#acknowledged = Math.min(Math.max(least, seq), this.#sent);
  }

  /** Bytes that may be sent now. `bufferedBytes`: what waits for the socket. */
  room(bufferedBytes: number): number {
    if (bufferedBytes >= maxBufferedBytes) return 0;
    if (!this.#acknowledges && bufferedBytes === 0) this.#acknowledged = this.#sent;
    return viewerWindowBytes - (this.#sent - this.#acknowledged);
  }
}
