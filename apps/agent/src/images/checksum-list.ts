import { GantryError } from "@gantry/kvm-core/model";
import { openUrl, type UrlRequest } from "./open-url.ts";

const mostBytes = 1024 * 1024;
const algorithms: Readonly<Record<number, "sha256" | "sha512">> = { 64: "sha256", 128: "sha512" };

/** What the bytes of an image must have. */
export interface Checksum {
  readonly algorithm: "sha256" | "sha512";
  readonly digest: string;
}

/** The checksum of the file that `image` names, from the list at `list`. @throws GantryError `image_refused`, `download_failed`. */
export async function fetchChecksum(list: URL, image: URL, request: UrlRequest): Promise<Checksum> {
  const answer = await openUrl(list, request);
  let text = "";
  for await (const data of answer) {
    text += String(data);
    if (text.length > mostBytes) throw notListed(list, "it is too long for one");
  }
  const file = decodeURIComponent(image.pathname.split("/").at(-1) ?? "");
  return checksumIn(text, file) ?? fail(list, file);
}

/** The line of a file in what `sha256sum` and `sha512sum` write, plain or with --tag. */
export function checksumIn(text: string, file: string): Checksum | undefined {
  for (const line of text.split("\n")) {
    const [, plain, plainFile] = /^\\?([0-9a-fA-F]+) [ *](?:\.\/)?(.+?)\r?$/.exec(line) ?? [];
    const [, taggedFile, tagged] = /^SHA\d+ \((?:\.\/)?(.+)\) = ([0-9a-fA-F]+)\r?$/.exec(line) ?? [];
    const digest = (plain ?? tagged ?? "").toLowerCase();
    const algorithm = algorithms[digest.length];
    if (algorithm !== undefined && (plainFile ?? taggedFile) === file) return { algorithm, digest };
  }
  return undefined;
}

function fail(list: URL, file: string): never {
  throw notListed(list, `it has no line for ${file}`);
}

function notListed(list: URL, why: string): GantryError {
  return new GantryError("image_refused", {
    message: `${list.href} is no list with the image's checksum: ${why}.`,
    hint: "Name the SHA256SUMS or SHA512SUMS file beside the image, or give the checksum itself.",
    details: { url: list.href },
  });
}
