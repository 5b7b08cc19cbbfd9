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
        label="Image"
        className="sm:col-span-2"
        choices={[
          ["", "choose one"],
          ...choices,
          ...(isKnown ? [] : [[name, `${name} (not on this host)`] as const]),
        ]}
        hint={
          images.length === 0 ? (
            <>
              {host ?? "This host"} has no image yet.{" "}
              <Link href="/images/" prefetch={false} className="underline">
                Add one
              </Link>
            </>
          ) : chosen === undefined ? (
            "of this host's library"
          ) : (
            `${chosen.format}, ${formatBytes(chosen.virtualBytes, t)}`
          )
        }
      />
      <TextField
        name={`disks.${index}.sizeGiB`}
        label="Size (GiB)"
        inputMode="numeric"
        hint={
          chosen === undefined
            ? "empty: the image's own"
            : `${Math.ceil(chosen.virtualBytes / gib)}–65536; empty: the image's own`
        }
      />
      <div className="sm:col-span-4">
        <CheckField
          name={`disks.${index}.linked`}
          label="Linked to the image: made at once, holds only what changes"
        />
        <p className="text-small text-faint">
          {linked
            ? "The image stays as long as this disk does."
            : "Copied whole: takes longer, and depends on nothing."}
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
        label="Pool"
        className="sm:col-span-2"
        choices={[
          ["", pools[0] === undefined ? "the host's first" : `${pools[0].name}, the host's first`],
          ...pools.slice(1).map((one) => [one.name, one.name] as const),
        ]}
      />
      <TextField
        name={`disks.${index}.sizeGiB`}
        label="Size (GiB)"
        inputMode="numeric"
        hint={
          pool?.freeBytes === undefined ? "1–65536" : `1–65536; ${formatBytes(pool.freeBytes, t)} free now`
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
