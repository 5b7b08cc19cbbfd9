import type * as z from "zod";
import { GantryError } from "./error.ts";

/** One thing wrong with an input: where, as a dotted path (`disks.0.source.file`), and what to do. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/**
 * Every fault of a failed parse, flat. Of a union that did not match, the branch the writer most likely meant is
 * reported: the one with the fewest faults.
 */
export function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue) => faultsOfIssue(issue, []));
}

function faultsOfIssue(issue: z.core.$ZodIssue, prefix: readonly PropertyKey[]): Fault[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === "invalid_union") {
    const meant = [...issue.errors].sort((a, b) => unlikeliness(a) - unlikeliness(b)).at(0);
    if (meant !== undefined && meant.length > 0) return meant.flatMap((inner) => faultsOfIssue(inner, path));
  }
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: join([...path, key]), message: "unknown field; remove it" }));
  }
  return [{ path: join(path), message: issue.message }];
}

function unlikeliness(issues: readonly z.core.$ZodIssue[]): number {
  // A branch whose own key is absent was not meant; one that only stumbles over a value was.
  return issues.reduce((sum, issue) => {
    // A union in the branch is as unlikely as the likeliest of its own.
    if (issue.code === "invalid_union" && issue.errors.length > 0)
      return sum + Math.min(...issue.errors.map(unlikeliness));
    return sum + (issue.code === "unrecognized_keys" ? 10 : 1);
  }, 0);
}

function join(path: readonly PropertyKey[]): string {
  return path.map(String).join(".");
}

/**
 * Parses `input`, or throws a GantryError `invalid_input` (or the given code) that lists every fault with its path.
 *
 * @param what names the thing in the message, such as "The instance spec".
 */
export function parseOrThrow<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  { what, code = "invalid_input" }: { what: string; code?: "invalid_input" | "invalid_spec" },
): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw invalid(what, faultsOf(result.error), code);
}

/** The error that carries several faults at once. */
export function invalid(
  what: string,
  faults: readonly Fault[],
  code: "invalid_input" | "invalid_spec",
): GantryError {
  const list = faults.map((fault) => (fault.path === "" ? fault.message : `${fault.path}: ${fault.message}`));
  return new GantryError(code, {
    message: `${what} has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}: ${list.join("; ")}.`,
    hint: "Correct the named fields and send it again; nothing was changed.",
    details: { faults: [...faults] },
  });
}
