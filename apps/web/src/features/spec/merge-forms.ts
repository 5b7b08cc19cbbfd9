import { emptyForm, type FormValues } from "./form-values.ts";

type Field = keyof FormValues;

/** What three states of a form come to. */
export interface MergedForms {
  readonly values: FormValues;
  /** What both changed, each in another way: the own change is kept. */
  readonly clashes: readonly Field[];
}

/**
 * Puts what was typed on top of what somebody else saved meanwhile, field by field.
 *
 * @param base what both began with.
 */
export function mergeForms(base: FormValues, theirs: FormValues, mine: FormValues): MergedForms {
  const values = { ...theirs };
  const keep = <F extends Field>(field: F) => {
    values[field] = mine[field];
  };
  const clashes: Field[] = [];
  for (const field of fields) {
    if (same(mine[field], base[field])) continue;
    keep(field);
    if (!same(theirs[field], base[field]) && !same(theirs[field], mine[field])) clashes.push(field);
  }
  return { values, clashes };
}

/** In which fields two forms differ. */
export function changedIn(before: FormValues, after: FormValues): Field[] {
  return fields.filter((field) => !same(before[field], after[field]));
}

const fields: readonly Field[] = Object.keys(emptyForm).filter((key): key is Field =>
  Object.hasOwn(emptyForm, key),
);

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
