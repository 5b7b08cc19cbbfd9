"use client";

import { Panel } from "#components/panel.tsx";
import { Field, Select } from "#components/ui/field.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { type Message, msg } from "#lib/messages/translate.ts";
import { useHosts } from "#lib/use-live.ts";
import { useQuery } from "@tanstack/react-query";
import { useFormContext, useWatch } from "react-hook-form";
import type { FormValues } from "./form-values.ts";
import { type Source, sourceOf, withSource } from "./source.ts";

/** The first question of a new guest: what it begins with. The answer fills in boot and first disk, where it can be changed. */
export function SourceSection() {
  const t = useT();
  const trpc = useTRPC();
  const { getValues, reset } = useFormContext<FormValues>();
  const [host, boot, kernel, disks] = useWatch<FormValues, ["host", "boot", "kernel", "disks"]>({
    name: ["host", "boot", "kernel", "disks"],
  });
  const self = useHosts()?.find((one) => one.self)?.name;
  const placed = host === "" ? self : host;
  const info = useQuery({
    ...trpc.host.info.queryOptions({ host: placed }),
    enabled: placed !== undefined,
    staleTime: 0,
  });
  const demo = info.data?.demoGuest;
  const source = sourceOf({ boot, kernel, disks }, demo);
  const choose = (next: Source) => reset(withSource(getValues(), next, demo), { keepDefaultValues: true });
  return (
    <Panel title={t("Source")}>
      <Field label={t("Starts from")} hint={t.of(hints[source])}>
        {(control) => (
          <Select
            {...control}
            value={source}
            onChange={(event) => {
              const chosen = sources.find(([value]) => value === event.target.value);
              if (chosen !== undefined) choose(chosen[0]);
            }}
          >
            {sources.map(([value, text]) => (
              <option key={value} value={value} disabled={value === "demo" && demo === undefined}>
                {value === "demo" && demo === undefined
                  ? t("{source} ({host} has none)", { source: t.of(text), host: placed ?? t("this host") })
                  : t.of(text)}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </Panel>
  );
}

const sources: readonly (readonly [Source, Message])[] = [
  ["demo", msg("the demo guest")],
  ["image", msg("an image of the library")],
  ["empty", msg("an empty disk")],
  ["kernel", msg("a kernel handed to QEMU")],
  ["other", msg("disks that exist")],
];

const hints: Readonly<Record<Source, Message>> = {
  demo: msg("a small Linux with a shell on its console, for a first try; nothing of it stays"),
  image: msg("its disk is made from the image; the image itself is never written to"),
  empty: msg("give it a CD to install from as well: add a disk with the bus CD-ROM"),
  kernel: msg("a kernel and an initrd, files of the host"),
  other: msg("an image file, a device or a disk of the network below"),
};
