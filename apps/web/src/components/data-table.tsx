"use client";

import { clsx } from "clsx";
import type { ReactNode } from "react";
import { useRowKeys } from "./use-row-keys.ts";

/** One column. */
export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** Width as CSS grid understands it. */
  readonly width: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: "end";
  /** Not shown on narrow screens. */
  readonly wide?: boolean;
  /** The title is for screen readers only. */
  readonly quiet?: boolean;
}

interface DataTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What Enter on a row, or a press on it, does. */
  readonly onOpen?: (row: Row) => void;
}

/**
 * Rows of 32 px. j and k (or the arrows) move between rows, Enter opens. Rows out of sight are skipped by the browser
 * (`content-visibility`), so a thousand of them scroll smoothly without any code.
 */
export function DataTable<Row>({ label, columns, rows, keyOf, onOpen }: DataTableProps<Row>) {
  const table = useRowKeys((index) => {
    const row = rows[index];
    if (row !== undefined) onOpen?.(row);
  });
  return (
    <div
      ref={table}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      className="min-w-0"
      style={{
        "--narrow": columns.flatMap((column) => (column.wide ? [] : [column.width])).join(" "),
        "--wide": columns.map((column) => column.width).join(" "),
      }}
    >
      <div role="rowgroup">
        <div role="row" className={clsx(rowClass, "text-small font-medium text-dim")}>
          {columns.map((column) => (
            <div key={column.id} role="columnheader" className={cellClass(column)}>
              <span className={clsx(column.quiet && "sr-only")}>{column.title}</span>
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup">
        {rows.map((row, index) => (
          <TableRow
            key={keyOf(row)}
            row={row}
            columns={columns}
            isFirst={index === 0}
            {...(onOpen === undefined ? {} : { onOpen })}
          />
        ))}
      </div>
    </div>
  );
}

interface TableRowProps<Row> {
  readonly row: Row;
  readonly columns: readonly Column<Row>[];
  readonly isFirst: boolean;
  readonly onOpen?: (row: Row) => void;
}

function TableRow<Row>({ row, columns, isFirst, onOpen }: TableRowProps<Row>) {
  return (
    <div
      role="row"
      data-row
      tabIndex={isFirst ? 0 : -1}
      className={clsx(
        rowClass,
        "-outline-offset-2 focus-visible:bg-selected",
        onOpen !== undefined && "cursor-pointer hover:bg-hover",
      )}
      onClick={(event) => {
        // Menus of a row are drawn elsewhere, but React passes their events through here.
        const { target, currentTarget } = event;
        if (!(target instanceof Element) || !currentTarget.contains(target)) return;
        if (target.closest("button, a, input") === null) onOpen?.(row);
      }}
    >
      {columns.map((column) => (
        <div key={column.id} role="cell" className={cellClass(column)}>
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}

const rowClass = clsx(
  "grid min-h-8 grid-cols-(--narrow) items-center border-b border-line md:grid-cols-(--wide)",
  "[contain-intrinsic-size:auto_33px] [content-visibility:auto]",
);

function cellClass<Row>({ align, wide }: Column<Row>): string {
  return clsx("min-w-0 truncate px-2.5", align === "end" && "text-right", wide && "max-md:hidden");
}
