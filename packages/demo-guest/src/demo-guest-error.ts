/**
 * What kept a guest from being made. The words are from Gantry's closed list of error codes, and the fields are
 * those of its errors, so that whoever shows Gantry's errors can show these unchanged.
 */
export type DemoGuestErrorCode =
  | "cancelled"
  | "disk_full"
  | "file_missing"
  | "forbidden"
  | "internal"
  | "invalid_input"
  | "name_taken"
  | "network_failed"
  | "unsupported";

/** The one error of this package. It stands on its own: the driver's tests use this package, never the reverse. */
export class DemoGuestError extends Error {
  override readonly name = "DemoGuestError";
  readonly code: DemoGuestErrorCode;
  /** What to do now, often the exact command. */
  readonly hint: string;

  constructor(code: DemoGuestErrorCode, message: string, { hint, cause }: { hint: string; cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
  }
}
