"use client";

import { useT } from "#lib/messages/messages-provider.tsx";
import { clsx } from "clsx";
import { type MouseEvent, type ReactNode, useRef } from "react";
import { SelectBox } from "./select-box.tsx";
import { SortButton, type Sorting } from "./sort-button.tsx";
import { useRowKeys } from "./use-row-keys.ts";
import { rowHeight, useRowWindow } from "./use-row-window.ts";

/** One column. */
export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** Width as CSS grid understands it. */
  readonly width: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: "end";
  /** Not shown on narrow screens: below 768 px of the window when true, below 1024 or 1280 otherwise. */
  readonly wide?: boolean | "lg" | "xl";
  /** The title is for screen readers only. */
  readonly quiet?: boolean;
}

/** Which rows are chosen, by key. */
export interface Selection<Row> {
  readonly has: (key: string) => boolean;
  readonly toggle: (key: string) => void;
  readonly isAll: boolean;
  readonly toggleAll: () => void;
  readonly nameOf: (row: Row) => string;
}

interface DataTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What Enter on a row, or a press on it, does. */
  readonly onOpen?: (row: Row) => void;
  /** What the other button of the mouse, or the menu key, does; the place is in pixels of the window. */
  readonly onMenu?: (row: Row, at: { readonly x: number; readonly y: number }) => void;
  readonly sorting?: Sorting;
  readonly selection?: Selection<Row>;
  /** Rows differ in height: then all of them exist, however many they are. */
  readonly uneven?: boolean;
}

/** Rows of 32 px. j and k (or the arrows) move between rows, Enter opens, x selects. Of many rows only those in sight exist. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const t = useT();
  const { label, columns, rows, keyOf, onOpen, onMenu, selection, uneven = false } = props;
  const table = useRef<HTMLDivElement>(null);
  const { first, last, show } = useRowWindow(table, { count: rows.length, uneven });
  const withRow = (index: number, act: ((row: Row) => void) | undefined) => {
    const row = rows[index];
    if (row !== undefined) act?.(row);
  };
  const select = selection && ((index: number) => withRow(index, (row) => selection.toggle(keyOf(row))));
  useRowKeys({ table, count: rows.length, show, open: (index) => withRow(index, onOpen), select });
  const box = selection === undefined ? "" : "32px ";
  return (
    <div
      ref={table}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      className="min-w-0"
      style={{
        "--narrow": box + widthsOf(columns, [undefined, false]),
        "--wide": box + widthsOf(columns, [undefined, false, true]),
        "--lg": box + widthsOf(columns, [undefined, false, true, "lg"]),
        "--xl": box + widthsOf(columns, [undefined, false, true, "lg", "xl"]),
      }}
    >
      <HeaderRow {...props} />
      {/* The keys are those of useRowKeys, wherever the focus is. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        role="rowgroup"
        style={{ paddingTop: first * rowHeight, paddingBottom: (rows.length - last) * rowHeight }}
        onClick={(event) => {
          const index = pressedRow(event);
          if (index !== undefined) withRow(index, onOpen);
        }}
        onContextMenu={(event) => {
          const index = rowOf(event);
          if (index === undefined || onMenu === undefined) return;
          event.preventDefault();
          withRow(index, (row) => onMenu(row, placeOf(event)));
        }}
      >
        {rows.slice(first, last).map((row, offset) => {
          const key = keyOf(row);
          return (
            <TableRow
              key={key}
              row={row}
              index={first + offset}
              columns={columns}
              isFirst={offset === 0}
              canOpen={onOpen !== undefined}
              isSelected={selection?.has(key) === true}
              box={
                selection && (
                  <SelectBox
                    label={t("Select {name}", { name: selection.nameOf(row) })}
                    checked={selection.has(key)}
                    onToggle={() => selection.toggle(key)}
                  />
                )
              }
            />
          );
        })}
      </div>
    </div>
  );
}

function HeaderRow<Row>({ columns, sorting, selection }: DataTableProps<Row>) {
  const t = useT();
  return (
    <div role="rowgroup" className="sticky top-0 z-10 bg-bg">
      <div role="row" aria-rowindex={1} className={clsx(rowClass, "text-small font-medium text-dim")}>
        {selection !== undefined && (
          <div role="columnheader">
            <SelectBox label={t("Select all")} checked={selection.isAll} onToggle={selection.toggleAll} />
          </div>
        )}
        {columns.map((column) => (
          <div
            key={column.id}
            role="columnheader"
            className={cellClass(column)}
            aria-sort={
              sorting?.by === column.id ? (sorting.descending ? "descending" : "ascending") : undefined
            }
          >
            {sorting?.columns.includes(column.id) ? (
              <SortButton column={column} sorting={sorting} />
            ) : (
              <span className={clsx(column.quiet && "sr-only")}>{column.title}</span>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

interface TableRowProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly columns: readonly Column<Row>[];
  readonly isFirst: boolean;
  readonly canOpen: boolean;
  readonly isSelected: boolean;
  readonly box: ReactNode;
}

function TableRow<Row>({ row, index, columns, isFirst, canOpen, isSelected, box }: TableRowProps<Row>) {
  return (
    <div
      role="row"
      data-row={index}
      aria-rowindex={index + 2}
      tabIndex={isFirst ? 0 : -1}
      className={clsx(
        rowClass,
        "scroll-mt-9 -outline-offset-2 focus-visible:bg-selected",
        canOpen && "cursor-pointer hover:bg-hover",
        isSelected && "bg-selected",
      )}
    >
      {box !== undefined && <div role="cell">{box}</div>}
      {columns.map((column) => (
        <div key={column.id} role="cell" className={cellClass(column)}>
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}

const rowClass =
  "grid min-h-8 grid-cols-(--narrow) items-center border-b border-line md:grid-cols-(--wide) lg:grid-cols-(--lg) xl:grid-cols-(--xl)";

const hiddenBelow = { true: "max-md:hidden", lg: "max-lg:hidden", xl: "max-xl:hidden" } as const;

function cellClass<Row>({ align, wide }: Column<Row>): string {
  const hidden = wide === undefined || wide === false ? "" : hiddenBelow[wide === true ? "true" : wide];
  return clsx("min-w-0 truncate px-2.5", align === "end" && "text-right", hidden);
}

function widthsOf<Row>(columns: readonly Column<Row>[], shown: readonly Column<Row>["wide"][]): string {
  return columns.flatMap(({ wide, width }) => (shown.includes(wide) ? [width] : [])).join(" ");
}

/** The row an event is about. Menus of a row are drawn elsewhere, but React passes their events through here. */
function rowOf({ target, currentTarget }: MouseEvent<HTMLElement>): number | undefined {
  if (!(target instanceof Element) || !currentTarget.contains(target)) return undefined;
  const row = target.closest<HTMLElement>("[data-row]")?.dataset["row"];
  return row === undefined ? undefined : Number(row);
}

/** The same for a press, which may be meant for a control in the row. */
function pressedRow(event: MouseEvent<HTMLElement>): number | undefined {
  const { target } = event;
  return target instanceof Element && target.closest("button, a, input, label") !== null
    ? undefined
    : rowOf(event);
}

/** Where the menu belongs; the menu key tells no place of the pointer. */
function placeOf({ clientX, clientY, target }: MouseEvent<HTMLElement>): { x: number; y: number } {
  if (clientX > 0 || clientY > 0 || !(target instanceof Element)) return { x: clientX, y: clientY };
  const { left, bottom } = target.getBoundingClientRect();
  return { x: left + 8, y: bottom };
}
