"use client";

/** By which column rows are sorted, and the way to choose. Sorting itself is the caller's. */
export interface Sorting {
  readonly by: string;
  readonly descending: boolean;
  /** Columns that can be sorted by. */
  readonly columns: readonly string[];
  readonly onSort: (column: string) => void;
}

interface SortButtonProps {
  readonly column: { readonly id: string; readonly title: string };
  readonly sorting: Sorting;
}

/** The title of a column that sorts by it; pressed again it turns the order round. */
export function SortButton({ column, sorting }: SortButtonProps) {
  const isHere = sorting.by === column.id;
  return (
    <button
      type="button"
      className="inline-flex h-6 max-w-full items-center gap-1 rounded-sm hover:text-fg"
      onClick={() => sorting.onSort(column.id)}
    >
      <span className="truncate">{column.title}</span>
      {isHere && <span aria-hidden>{sorting.descending ? "↓" : "↑"}</span>}
    </button>
  );
}
