"use client";

import { formatBytes } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useImages, usePools } from "#lib/use-images.ts";
import { useHosts } from "#lib/use-live.ts";
import Link from "next/link";
import { useWatch } from "react-hook-form";
import { CheckField, ChoiceField, TextField } from "./form-fields.tsx";
import type { FormValues } from "./form-values.ts";

const gib = 1024 ** 3;

/** A disk that is made from an image: which one, how large, and whether it depends on it. */
export function ImageDiskFields({ index }: { index: number }) {
  const t = useT();
  const host = useChosenHost();
  const { data } = useImages();
  const images = (data?.images ?? []).filter((image) => image.host === host);
  const { image: name, linked } = useWatch<FormValues, `disks.${number}`>({ name: `disks.${index}` });
  const chosen = images.find((image) => image.name === name);
  const choices = images.map(
    (image) => [image.name, image.os ? `${image.name}: ${image.os}` : image.name] as const,
  );
  const isKnown = name === "" || chosen !== undefined;
  return (
    <>
      <ChoiceField
        name={`disks.${index}.image`}
        label={t("Image")}
        className="sm:col-span-2"
        choices={[
          ["", t("choose one")],
          ...choices,
          ...(isKnown ? [] : [[name, t("{name} (not on this host)", { name })] as const]),
        ]}
        hint={
          images.length === 0
            ? t.rich("{host} has no image yet. {link}", {
                host: host ?? t("This host"),
                link: (
                  <Link href="/images/" prefetch={false} className="underline">
                    {t("Add one")}
                  </Link>
                ),
              })
            : chosen === undefined
              ? t("of this host's library")
              : `${chosen.format}, ${formatBytes(chosen.virtualBytes, t)}`
        }
      />
      <TextField
        name={`disks.${index}.sizeGiB`}
        label={t("Size (GiB)")}
        inputMode="numeric"
        hint={
          chosen === undefined
            ? t("empty: the image's own")
            : t("{least}–65536; empty: the image's own", { least: Math.ceil(chosen.virtualBytes / gib) })
        }
      />
      <div className="sm:col-span-4">
        <CheckField
          name={`disks.${index}.linked`}
          label={t("Linked to the image: made at once, holds only what changes")}
        />
        <p className="text-small text-faint">
          {linked
            ? t("The image stays as long as this disk does.")
            : t("Copied whole: takes longer, and depends on nothing.")}
        </p>
      </div>
    </>
  );
}

/** An empty disk that is made in a pool. */
export function PoolDiskFields({ index }: { index: number }) {
  const t = useT();
  const host = useChosenHost();
  const { data } = usePools();
  const pools = (data?.pools ?? []).filter((pool) => pool.host === host);
  const name = useWatch<FormValues, `disks.${number}.pool`>({ name: `disks.${index}.pool` });
  const pool = name === "" ? pools[0] : pools.find((one) => one.name === name);
  return (
    <>
      <ChoiceField
        name={`disks.${index}.pool`}
        label={t("Pool")}
        className="sm:col-span-2"
        choices={[
          [
            "",
            pools[0] === undefined
              ? t("the host's first")
              : t("{pool}, the host's first", { pool: pools[0].name }),
          ],
          ...pools.slice(1).map((one) => [one.name, one.name] as const),
        ]}
      />
      <TextField
        name={`disks.${index}.sizeGiB`}
        label={t("Size (GiB)")}
        inputMode="numeric"
        hint={
          pool?.freeBytes === undefined
            ? "1–65536"
            : t("1–65536; {size} free now", { size: formatBytes(pool.freeBytes, t) })
        }
      />
    </>
  );
}

/** The host that the form places the instance on. */
function useChosenHost(): string | undefined {
  const hosts = useHosts() ?? [];
  const wanted = useWatch<FormValues, "host">({ name: "host" });
  return wanted === "" ? hosts.find((host) => host.self)?.name : wanted;
}
