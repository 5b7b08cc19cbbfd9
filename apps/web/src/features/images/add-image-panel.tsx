"use client";

import { ErrorPanel } from "#components/error-panel.tsx";
import { ProgressBar } from "#components/meter.tsx";
import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field, Input, Select } from "#components/ui/field.tsx";
import { formatBytes } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useHosts } from "#lib/use-live.ts";
import { useWhyForbidden } from "#lib/use-me.ts";
import { useState } from "react";
import { type ImageWishes, useBringImage } from "./use-bring-image.ts";

const empty: ImageWishes = { way: "url", name: "", host: "", os: "", url: "", checksum: "", file: undefined };

/** Brings an image, from an address or from this machine. */
export function AddImagePanel() {
  const t = useT();
  const [wishes, setWishes] = useState(empty);
  const { state, bring, stop } = useBringImage();
  const forbidden = useWhyForbidden("operator");
  const change = (next: Partial<ImageWishes>) => setWishes((now) => ({ ...now, ...next }));
  const { faults, upload } = state;
  return (
    <Panel title={t("Add an image")}>
      <form
        noValidate
        className="grid gap-3 sm:grid-cols-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (forbidden === undefined && !state.busy) void bring(wishes);
        }}
      >
        <Source wishes={wishes} faults={faults} onChange={change} />
        <TextWish
          label={t("Image name")}
          error={faults["name"]}
          hint={t("1–63 of a–z, 0–9, '-' and '.'")}
          value={wishes.name}
          onValue={(name) => change({ name })}
        />
        <HostWish value={wishes.host} onValue={(host) => change({ host })} />
        <TextWish
          label={t("Operating system")}
          error={faults["os"]}
          hint={t("for people; may be left empty")}
          value={wishes.os}
          onValue={(os) => change({ os })}
        />
        <TextWish
          label={t("Checksum")}
          error={faults["checksum"]}
          hint={
            wishes.way === "url"
              ? t("SHA-256, SHA-512, or the address of a SHA256SUMS file")
              : t("SHA-256; may be left empty")
          }
          value={wishes.checksum}
          onValue={(checksum) => change({ checksum })}
        />
        <div className="flex flex-wrap items-center gap-3 sm:col-span-4">
          <Button type="submit" look="primary" blocked={forbidden} busy={state.busy}>
            {wishes.way === "url" ? t("Download") : t("Upload")}
          </Button>
          {upload !== undefined && (
            <>
              <div className="min-w-40 flex-1">
                <ProgressBar
                  share={upload.receivedBytes / upload.bytes}
                  text={t("{part} of {whole}", {
                    part: formatBytes(upload.receivedBytes, t),
                    whole: formatBytes(upload.bytes, t),
                  })}
                />
              </div>
              <Button onClick={stop}>{t("Stop sending")}</Button>
            </>
          )}
          {state.begun !== undefined && (
            <p role="status" className="text-dim">
              {t("{image} is on its way; the operations below say how far it is.", { image: state.begun })}
            </p>
          )}
        </div>
      </form>
      {state.error !== undefined && <ErrorPanel title={t("The image was not taken")} error={state.error} />}
    </Panel>
  );
}

interface SourceProps {
  readonly wishes: ImageWishes;
  readonly faults: Readonly<Record<string, string>>;
  readonly onChange: (next: Partial<ImageWishes>) => void;
}

function Source({ wishes, faults, onChange }: SourceProps) {
  const t = useT();
  return (
    <>
      <Field label={t("From")}>
        {(control) => (
          <Select
            {...control}
            value={wishes.way}
            onChange={(event) => onChange({ way: event.target.value === "url" ? "url" : "upload" })}
          >
            <option value="url">{t("an address")}</option>
            <option value="upload">{t("this machine")}</option>
          </Select>
        )}
      </Field>
      {wishes.way === "url" ? (
        <TextWish
          label={t("Address")}
          className="sm:col-span-3"
          error={faults["url"]}
          hint={t("http or https; the host of the agent fetches it")}
          value={wishes.url}
          onValue={(url) => onChange({ url, ...(wishes.name === "" && { name: nameFrom(url) }) })}
        />
      ) : (
        <Field
          label={t("File")}
          className="sm:col-span-3"
          error={faults["file"]}
          hint={t("raw, qcow2, vmdk, vdi or vhdx; goes on where it stopped when it is sent again")}
        >
          {(control) => (
            <input
              {...control}
              type="file"
              className="min-h-8 w-full"
              onChange={({ target }) => {
                const file = target.files?.[0];
                onChange({ file, ...(wishes.name === "" && { name: nameFrom(file?.name ?? "") }) });
              }}
            />
          )}
        </Field>
      )}
    </>
  );
}

interface TextWishProps {
  readonly label: string;
  readonly hint: string;
  readonly error: string | undefined;
  readonly className?: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

function TextWish({ value, onValue, ...field }: TextWishProps) {
  return (
    <Field {...field}>
      {(control) => <Input {...control} value={value} onChange={(event) => onValue(event.target.value)} />}
    </Field>
  );
}

function HostWish({ value, onValue }: Pick<TextWishProps, "value" | "onValue">) {
  const t = useT();
  const hosts = useHosts() ?? [];
  const self = hosts.find((host) => host.self)?.name;
  return (
    <Field label={t("For host")} hint={t("an image belongs to one host")}>
      {(control) => (
        <Select {...control} value={value} onChange={(event) => onValue(event.target.value)}>
          <option value="">
            {self === undefined ? t("this agent's host") : t("{self}, this agent", { self })}
          </option>
          {hosts
            .filter((host) => !host.self)
            .map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
        </Select>
      )}
    </Field>
  );
}

/** `…/debian-12-generic.qcow2` → `debian-12-generic`, once there is an ending. */
function nameFrom(path: string): string {
  const [, stem = ""] = /([^/]+)\.(?:qcow2|img|raw|iso|vmdk|vdi|vhdx)$/i.exec(path) ?? [];
  return stem.toLowerCase().replaceAll(/[^a-z0-9.-]+/g, "-");
}
