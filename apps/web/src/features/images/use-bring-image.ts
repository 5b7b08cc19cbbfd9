"use client";

import { useTRPCClient } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import {
  downloadImageInput,
  type ErrorBody,
  faultsOf,
  type Upload,
  uploadImageInput,
} from "@gantry/kvm-core/model";
import { useRef, useState } from "react";
import { PartRefused, sendParts } from "./send-parts.ts";

/** What a person says of an image that is to come. */
export interface ImageWishes {
  readonly way: "url" | "upload";
  readonly name: string;
  readonly host: string;
  readonly os: string;
  readonly url: string;
  readonly checksum: string;
  readonly file: File | undefined;
}

/** How it stands with what was asked for. */
export interface BringState {
  readonly busy: boolean;
  readonly upload?: Upload | undefined;
  /** Of a field, by its name. */
  readonly faults: Readonly<Record<string, string>>;
  readonly error?: ErrorBody | undefined;
  /** What was begun last; the tray says how it ends. */
  readonly begun?: string | undefined;
}

const idle: BringState = { busy: false, faults: {} };

/** Begins a download, or sends a file; what fails leaves the form as it is, and an upload goes on where it stopped. */
export function useBringImage() {
  const t = useT();
  const client = useTRPCClient();
  const [state, setState] = useState(idle);
  const stopping = useRef<AbortController>(undefined);

  const sent = async (wishes: ImageWishes): Promise<BringState> => {
    const file = wishes.file;
    if (file === undefined) return { ...idle, faults: { file: t("choose a file") } };
    const wanted = { ...common(wishes), bytes: file.size, file: file.name, ...sha256Of(wishes.checksum) };
    const input = uploadImageInput.safeParse(wanted);
    if (!input.success) return { ...idle, faults: faultsByField(input.error) };
    const { upload } = await client.images.upload.mutate(input.data);
    const stop = new AbortController();
    stopping.current = stop;
    setState({ busy: true, faults: {}, upload });
    const onSent = (upload: Upload) => setState({ busy: true, faults: {}, upload });
    await sendParts(file, upload, { signal: stop.signal, onSent });
    await client.images.finishUpload.mutate({ id: upload.id, host: upload.host });
    return { ...idle, begun: input.data.name };
  };

  const fetched = async (wishes: ImageWishes): Promise<BringState> => {
    const input = downloadImageInput.safeParse({
      ...common(wishes),
      url: wishes.url.trim(),
      ...checksumOf(wishes.checksum),
    });
    if (!input.success) return { ...idle, faults: faultsByField(input.error) };
    await client.images.download.mutate(input.data);
    return { ...idle, begun: input.data.name };
  };

  const bring = async (wishes: ImageWishes) => {
    setState({ busy: true, faults: {} });
    try {
      setState(await (wishes.way === "url" ? fetched(wishes) : sent(wishes)));
    } catch (error) {
      const isStopped = stopping.current?.signal.aborted === true;
      setState(
        isStopped ? idle : { ...idle, error: error instanceof PartRefused ? error.body : errorBodyOf(error) },
      );
    }
  };
  return { state, bring, stop: () => stopping.current?.abort() };
}

function common({ name, host, os }: ImageWishes) {
  return { name, ...(host === "" ? {} : { host }), ...(os === "" ? {} : { os }) };
}

function sha256Of(text: string) {
  const digest = text.trim().toLowerCase();
  return digest === "" ? {} : { sha256: digest };
}

/** A digest by its length, or the address of a list. */
function checksumOf(text: string) {
  const given = text.trim();
  if (/^https?:/i.test(given)) return { checksumsUrl: given };
  return given.length === 128 ? { sha512: given.toLowerCase() } : sha256Of(given);
}

const fieldOfPath: Readonly<Record<string, string>> = {
  ...{ sha256: "checksum", sha512: "checksum", checksumsUrl: "checksum" },
  bytes: "file",
};

function faultsByField(error: Parameters<typeof faultsOf>[0]): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const { path, message } of faultsOf(error)) faults[fieldOfPath[path] ?? path] = message;
  return faults;
}
