import * as z from "zod";

/** Every code an error of Gantry can have; each is explained in docs/errors.md. */
export const errorCodes = [
  "invalid_input",
  "invalid_spec",
  "not_found",
  "name_taken",
  "wrong_state",
  "changed_meanwhile",
  "busy",
  "file_missing",
  "file_in_use",
  "image_refused",
  "download_failed",
  "download_refused",
  "port_in_use",
  "bridge_missing",
  "network_failed",
  "memory_short",
  "disk_full",
  "qemu_missing",
  "qemu_failed",
  "kvm_unusable",
  "monitor_failed",
  "monitor_timeout",
  "guest_agent_failed",
  "stop_timed_out",
  "state_damaged",
  "state_dir_in_use",
  "path_refused",
  "ownership_refused",
  "store_unreachable",
  "store_refused",
  "checks_refused",
  "migration_failed",
  "migration_in_doubt",
  "memory_lost",
  "host_unknown",
  "host_unreachable",
  "host_maintenance",
  "certificate_refused",
  "unauthenticated",
  "forbidden",
  "rate_limited",
  "too_large",
  "cancelled",
  "timed_out",
  "unsupported",
  "internal",
] as const;

/** One of the closed list of error codes. */
export type ErrorCode = (typeof errorCodes)[number];

/** The body of every error on the wire: what happened, where the guest runs now, what to do. */
export const errorBodySchema = z.object({
  code: z.enum(errorCodes).catch("internal"),
  message: z.string(),
  where: z.string().optional(),
  hint: z.string(),
  details: z.record(z.string(), z.unknown()),
  docs: z.string(),
});

/** See {@link errorBodySchema}. */
export type ErrorBody = z.output<typeof errorBodySchema>;

/** What a thrower says besides the code. */
export interface ErrorFacts {
  /** What happened, one whole sentence with the names in it. */
  readonly message: string;
  /** What the reader should do now. */
  readonly hint: string;
  /** Where the guest runs at this moment, when a guest is concerned: "web-1 still runs on host-a." */
  readonly where?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** The one error of Gantry. Anything else that is thrown is a bug and reaches users as code `internal`. */
export class GantryError extends Error {
  override readonly name = "GantryError";
  readonly code: ErrorCode;
  readonly hint: string;
  readonly where: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, facts: ErrorFacts) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = code;
    this.hint = facts.hint;
    this.where = facts.where;
    this.details = facts.details ?? {};
  }

  /** The wire form. Causes stay in the log of the host where they happened. */
  toBody(): ErrorBody {
    return {
      code: this.code,
      message: this.message,
      ...(this.where === undefined ? {} : { where: this.where }),
      hint: this.hint,
      details: { ...this.details },
      docs: `docs/errors.md#${this.code}`,
    };
  }

  /** Builds the error again on the side that received its body. */
  static fromBody(body: ErrorBody): GantryError {
    return new GantryError(body.code, {
      message: body.message,
      hint: body.hint,
      details: body.details,
      ...(body.where === undefined ? {} : { where: body.where }),
    });
  }

  /** Any thrown thing as a GantryError; what is not one becomes `internal` with the original as cause. */
  static from(thrown: unknown): GantryError {
    if (thrown instanceof GantryError) return thrown;
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    return new GantryError("internal", {
      message: `Unexpected failure: ${text}`,
      hint: "This is a fault in Gantry; the agent's log has the details.",
      cause: thrown,
    });
  }
}
