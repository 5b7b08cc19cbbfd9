import type { CloudInit } from "../model/cloud-init.ts";
import { type ImageFile, isoImage } from "./iso-image.ts";

/** What the guest shall believe it is, unless the spec says it in its own `metaData`. */
export interface SeedIdentity {
  /** cloud-init does its first-boot work once per instance-id: a clone has another. */
  readonly uuid: string;
  readonly name: string;
}

/**
 * The CD from which cloud-init in the guest takes its data (data source NoCloud). Equal input, equal bytes, so that a
 * restarted or moved guest finds what it found before.
 */
export function seedImage(cloudInit: CloudInit, { uuid, name }: SeedIdentity): Uint8Array {
  const { userData, networkConfig } = cloudInit;
  const metaData = cloudInit.metaData ?? `instance-id: ${uuid}\nlocal-hostname: ${name}\n`;
  return isoImage("cidata", [
    text("user-data", userData),
    text("meta-data", metaData),
    ...(networkConfig === undefined ? [] : [text("network-config", networkConfig)]),
  ]);
}

function text(name: string, content: string): ImageFile {
  return { name, content: Buffer.from(content, "utf8") };
}
