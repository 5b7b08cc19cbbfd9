import * as z from "zod";

/** An absolute path of a file on the host that will run the instance. No NUL, no line break, no `.` or `..` segment. */
export const absolutePathSchema = z
  .string()
  .max(4096, "at most 4096 characters")
  .regex(/^\/[^\0\n\r]*$/, "give an absolute path, starting with /")
  .refine((path) => path.isWellFormed(), "whole characters only: it has half a surrogate pair")
  .refine(
    (path) => !path.split("/").some((part) => part === "." || part === ".."),
    "no '.' or '..' in the path",
  );
