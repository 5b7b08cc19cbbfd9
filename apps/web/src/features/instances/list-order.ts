import type { InstanceSummary } from "@gantry/kvm-core/model";

const byText = new Intl.Collator("en", { numeric: true }).compare;

/** How rows compare, by column. What is equal is sorted by name. */
const orders = {
  name: () => 0,
  state: (a, b) => byText(a.state, b.state),
  host: (a, b) => byText(a.host, b.host),
  cpus: (a, b) => a.cpus - b.cpus,
  memory: (a, b) => a.memoryMiB - b.memoryMiB,
  // For how long: the longest is the one that began first.
  since: (a, b) => byText(b.since, a.since),
} satisfies Record<string, (a: InstanceSummary, b: InstanceSummary) => number>;
type SortColumn = keyof typeof orders;

/** Columns that can be sorted by. */
export const sortColumns: readonly string[] = Object.keys(orders);

/** An order of the list, as the URL has it: `memory`, or `-memory` for the largest first. */
export interface ListOrder {
  readonly by: SortColumn;
  readonly descending: boolean;
}

/** The order that a URL asks for; words it does not know are the order by name. */
export function orderOf(text: string | undefined): ListOrder {
  const by = text?.replace(/^-/, "");
  return { by: isSortColumn(by) ? by : "name", descending: text?.startsWith("-") === true };
}

/** What the URL says after a press on a column: again on the same one turns the order round. */
export function orderAfterPress(order: ListOrder, column: string): string | undefined {
  if (column === order.by && !order.descending) return `-${column}`;
  return column === "name" ? undefined : column;
}

/** The rows in that order. */
export function ordered(rows: readonly InstanceSummary[], { by, descending }: ListOrder): InstanceSummary[] {
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => sign * (orders[by](a, b) || byText(a.name, b.name)));
}

function isSortColumn(word: string | undefined): word is SortColumn {
  return word !== undefined && Object.hasOwn(orders, word);
}
