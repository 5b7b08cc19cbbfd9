import * as z from "zod";

const failureSchema = z.object({
  code: z.union([z.string(), z.number()]).nullish(),
  stderr: z.string().default(""),
  killed: z.boolean().default(false),
});

/** How a program that was run with a deadline came to nothing. */
export interface FailedProgram {
  /** What it wrote to its standard error, at most its last 2000 characters. */
  readonly stderr: string;
  /** The reason as a clause: "it is not installed", "it did not end", or its own words. */
  readonly why: string;
}

/** Reads what `execFile` rejects with. */
export function failedProgram(thrown: unknown): FailedProgram {
  const { code, stderr, killed } = failureSchema
    .catch({ code: null, stderr: String(thrown), killed: false })
    .parse(thrown);
  const said = stderr.trim().slice(-2000);
  if (code === "ENOENT") return { stderr: said, why: "it is not installed" };
  if (code === "EACCES") return { stderr: said, why: "it may not be run" };
  if (killed) return { stderr: said, why: "it did not end in time" };
  return { stderr: said, why: said === "" ? `it ended with status ${code ?? "unknown"}` : said };
}
