import type { AuditFilter } from "@gantry/kvm-core/model";

/** The filters that have a field; they stand in the URL under these words. */
export const auditFields = ["actor", "action", "subject", "host", "result"] as const;
/** See {@link auditFields}. */
export type AuditField = (typeof auditFields)[number];

/** The filter that a URL asks for. */
export function auditFilterOf(get: (key: string) => string | undefined): Pick<AuditFilter, AuditField> {
  return Object.fromEntries(
    auditFields.flatMap((field) => {
      const value = get(field)?.trim() ?? "";
      // Longer ones the agent refuses; nothing it wrote down is longer.
      return value === "" ? [] : [[field, value.slice(0, 100)]];
    }),
  );
}

/** Whether anything is left out. */
export function isFiltering(filter: Pick<AuditFilter, AuditField>): boolean {
  return Object.keys(filter).length > 0;
}
