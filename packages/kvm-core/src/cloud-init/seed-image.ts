import { type CloudInit, seedDocuments, type SeedIdentity } from "../model/cloud-init.ts";
import { isoImage } from "./iso-image.ts";

/**
 * The CD from which cloud-init in the guest takes its data (data source NoCloud). Equal input, equal bytes, so that a
 * restarted or moved guest finds what it found before.
 */
export function seedImage(cloudInit: CloudInit, identity: SeedIdentity): Uint8Array {
  const files = seedDocuments(cloudInit, identity);
  return isoImage(
    "cidata",
    files.map(({ name, text }) => ({ name, content: Buffer.from(text, "utf8") })),
  );
}
