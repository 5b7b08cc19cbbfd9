import type { Role } from "@gantry/kvm-core/model";

/** Who makes a call, as authentication found out. */
export interface Caller {
  /** Name of the token or person. */
  readonly name: string;
  readonly role: Role;
  /** Network address the call came from. */
  readonly from: string;
  /** The session the caller is signed in with, when there is one; its end closes what the caller has open. */
  readonly session?: string;
  /** The peer host whose agent passed the call on. A call that was passed on is never passed on again. */
  readonly via?: string;
  /** Aborts when the right to be here ends: signed out, revoked, expired. */
  readonly valid: AbortSignal;
}
