"use client";

import { type Column, DataTable } from "#components/data-table.tsx";
import { EmptyState, Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { errorBodyOf } from "#lib/agent-error.ts";
import { formatBytes } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import { useImages, usePools } from "#lib/use-images.ts";
import type { Image } from "@gantry/kvm-core/model";
import { useMemo } from "react";
import { AddImagePanel } from "./add-image-panel.tsx";
import { DeleteImageButton, DiscardUploadButton } from "./image-buttons.tsx";

const columnsOf = (t: Translate): readonly Column<Image>[] => [
  {
    id: "name",
    title: t("Name"),
    width: "minmax(96px, 2fr)",
    cell: (image) => <span className="font-medium">{image.name}</span>,
  },
  {
    id: "os",
    title: t("Operating system"),
    width: "minmax(96px, 1.5fr)",
    wide: true,
    cell: (image) => image.os ?? "–",
  },
  { id: "host", title: t("Host"), width: "minmax(72px, 1fr)", cell: (image) => image.host },
  { id: "pool", title: t("Pool"), width: "minmax(72px, 1fr)", wide: true, cell: (image) => image.pool },
  { id: "format", title: t("Format"), width: "64px", wide: true, cell: (image) => image.format },
  {
    id: "disk",
    title: t("Disk"),
    width: "88px",
    align: "end",
    wide: true,
    cell: (image) => formatBytes(image.virtualBytes, t),
  },
  {
    id: "file",
    title: t("On file"),
    width: "88px",
    align: "end",
    wide: true,
    cell: (image) => formatBytes(image.diskBytes, t),
  },
  {
    id: "use",
    title: t("Used by"),
    width: "minmax(96px, 1.5fr)",
    wide: true,
    cell: (image) => image.usedBy.join(", ") || "–",
  },
];

/** The images of all hosts, what is on its way, and the pools they lie in. */
export function ImagesPage() {
  const t = useT();
  const images = useImages();
  const list = images.data;
  const { refetch } = images;
  const withButtons = useMemo(
    () => [
      ...columnsOf(t),
      {
        id: "delete",
        title: t("Delete"),
        width: "80px",
        quiet: true,
        align: "end",
        cell: (image: Image) => <DeleteImageButton image={image} onDone={() => void refetch()} />,
      } satisfies Column<Image>,
    ],
    [refetch, t],
  );
  return (
    <PageFrame
      title={t("Images")}
      note={
        list === undefined
          ? undefined
          : t("{count}, what disks are made from", {
              count: t.many(list.images.length, "{n} image", "{n} images"),
            })
      }
      actions={
        <Button busy={images.isFetching} onClick={() => void refetch()}>
          {t("Read again")}
        </Button>
      }
    >
      {images.isError ? (
        <ErrorPanel title={t("The images could not be read")} error={errorBodyOf(images.error)} />
      ) : list === undefined ? (
        <Loading what={t("images")} />
      ) : list.images.length === 0 ? (
        <div className="flex">
          <EmptyState title={t("No image yet")}>
            <p>{t("Add one below; a new instance can then be made from it.")}</p>
          </EmptyState>
        </div>
      ) : (
        <DataTable
          label={t("Images")}
          columns={withButtons}
          rows={list.images}
          keyOf={({ host, name }) => `${host} ${name}`}
        />
      )}
      {list !== undefined && list.uploads.length > 0 && (
        <Panel title={t("Uploads that are not whole yet")}>
          <ul className="flex flex-col gap-1">
            {list.uploads.map((upload) => (
              <li key={upload.id} className="flex flex-wrap items-center justify-between gap-3">
                <span>
                  {t(
                    "{name} on {host}: {received} of {size}. Send the same file under this name, and it goes on.",
                    {
                      name: upload.name,
                      host: upload.host,
                      received: formatBytes(upload.receivedBytes, t),
                      size: formatBytes(upload.bytes, t),
                    },
                  )}
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
  const t = useT();
  const { data } = usePools();
  return (
    <Panel title={t("Pools")}>
      <ul className="flex flex-col gap-1">
        {(data?.pools ?? []).map(({ host, name, path, bytes, freeBytes }) => (
          <li key={`${host} ${name}`} className="flex flex-wrap gap-x-3">
            <span>{t("{name} on {host}", { name, host })}</span>
            <code className="min-w-0 break-all font-mono text-small leading-5 text-dim">{path}</code>
            <span className="text-dim">
              {bytes === undefined || freeBytes === undefined
                ? t("cannot be read now")
                : t("{free} of {size} free", {
                    free: formatBytes(freeBytes, t),
                    size: formatBytes(bytes, t),
                  })}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
