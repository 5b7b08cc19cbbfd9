import { diskOfDevice, diskOfNode } from "../../command-line/index.ts";
import { type QmpEvent, queryBlock } from "../../qmp/index.ts";
import type { LiveQemu } from "../live-qemu.ts";

const noSpace = "there is no space left on its storage";

/** What a BLOCK_IO_ERROR that has stopped the guest means, for people; undefined when the guest goes on. */
export function explainIoError({ data }: QmpEvent): string | undefined {
  if (data["action"] !== "stop") return undefined;
  const node = textOf(data["node-name"]) ?? "";
  const cause = data["nospace"] === true ? noSpace : (textOf(data["reason"]) ?? "an error");
  return sentence(diskOfNode(node) ?? node, cause);
}

/**
 * The same asked of a QEMU whose event nobody heard: it keeps which disk failed, and no more than whether for space. A
 * disk that failed earlier and was mended is among them: QEMU 7.2 does not clear it.
 */
export async function askForIoError({ monitor }: LiveQemu): Promise<string> {
  const failed = (await queryBlock(monitor)).filter(
    ({ ioStatus }) => ioStatus !== undefined && ioStatus !== "ok",
  );
  const parts = failed.map(({ qdev, ioStatus }) =>
    sentence(diskOfDevice(qdev) ?? "", ioStatus === "nospace" ? noSpace : "its storage reported an error"),
  );
  return parts.length === 0 ? "A disk reported an error. Mend it and resume." : parts.join(" ");
}

function sentence(disk: string, cause: string): string {
  return `Disk ${disk}: ${cause}. Mend it and resume.`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
