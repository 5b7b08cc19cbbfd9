"use client";

import { type Column, DataTable } from "#components/data-table.tsx";
import { EmptyState, Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { errorBodyOf } from "#lib/agent-error.ts";
import { count, formatBytes } from "#lib/format.ts";
import { useImages, usePools } from "#lib/use-images.ts";
import type { Image } from "@gantry/kvm-core/model";
import { useMemo } from "react";
import { AddImagePanel } from "./add-image-panel.tsx";
import { DeleteImageButton, DiscardUploadButton } from "./image-buttons.tsx";

const columns: readonly Column<Image>[] = [
  {
    id: "name",
    title: "Name",
    width: "minmax(96px, 2fr)",
    cell: (image) => <span className="font-medium">{image.name}</span>,
  },
  {
    id: "os",
    title: "Operating system",
    width: "minmax(96px, 1.5fr)",
    wide: true,
    cell: (image) => image.os ?? "–",
  },
  { id: "host", title: "Host", width: "minmax(72px, 1fr)", cell: (image) => image.host },
  { id: "pool", title: "Pool", width: "minmax(72px, 1fr)", wide: true, cell: (image) => image.pool },
  { id: "format", title: "Format", width: "64px", wide: true, cell: (image) => image.format },
  {
    id: "disk",
    title: "Disk",
    width: "88px",
    align: "end",
    wide: true,
    cell: (image) => formatBytes(image.virtualBytes),
  },
  {
    id: "file",
    title: "On file",
    width: "88px",
    align: "end",
    wide: true,
    cell: (image) => formatBytes(image.diskBytes),
  },
  {
    id: "use",
    title: "Used by",
    width: "minmax(96px, 1.5fr)",
    wide: true,
    cell: (image) => image.usedBy.join(", ") || "–",
  },
];

/** The images of all hosts, what is on its way, and the pools they lie in. */
export function ImagesPage() {
  const images = useImages();
  const list = images.data;
  const { refetch } = images;
  const withButtons = useMemo(
    () => [
      ...columns,
      {
        id: "delete",
        title: "Delete",
        width: "80px",
        quiet: true,
        align: "end",
        cell: (image: Image) => <DeleteImageButton image={image} onDone={() => void refetch()} />,
      } satisfies Column<Image>,
    ],
    [refetch],
  );
  return (
    <PageFrame
      title="Images"
      note={
        list === undefined ? undefined : `${count(list.images.length, "image")}, what disks are made from`
      }
      actions={
        <Button busy={images.isFetching} onClick={() => void refetch()}>
          Read again
        </Button>
      }
    >
      {images.isError ? (
        <ErrorPanel title="The images could not be read" error={errorBodyOf(images.error)} />
      ) : list === undefined ? (
        <Loading what="images" />
      ) : list.images.length === 0 ? (
        <EmptyState title="No image yet">
          <p>Add one below; a new instance can then be made from it.</p>
        </EmptyState>
      ) : (
        <DataTable
          label="Images"
          columns={withButtons}
          rows={list.images}
          keyOf={({ host, name }) => `${host} ${name}`}
        />
      )}
      {list !== undefined && list.uploads.length > 0 && (
        <Panel title="Uploads that are not whole yet">
          <ul className="flex flex-col gap-1">
            {list.uploads.map((upload) => (
              <li key={upload.id} className="flex flex-wrap items-center justify-between gap-3">
                <span>
                  {upload.name} on {upload.host}: {formatBytes(upload.receivedBytes)} of{" "}
                  {formatBytes(upload.bytes)}. Send the same file under this name, and it goes on.
                </span>
                <DiscardUploadButton upload={upload} onDone={() => void refetch()} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <AddImagePanel />
      <PoolsPanel />
    </PageFrame>
  );
}

function PoolsPanel() {
  const { data } = usePools();
  return (
    <Panel title="Pools">
      <ul className="flex flex-col gap-1">
        {(data?.pools ?? []).map(({ host, name, path, bytes, freeBytes }) => (
          <li key={`${host} ${name}`} className="flex flex-wrap gap-x-3">
            <span>
              {name} on {host}
            </span>
            <code className="min-w-0 break-all font-mono text-small leading-5 text-dim">{path}</code>
            <span className="text-dim">
              {bytes === undefined || freeBytes === undefined
                ? "cannot be read now"
                : `${formatBytes(freeBytes)} of ${formatBytes(bytes)} free`}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
