import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { GantryError } from "@gantry/kvm-core/model";

/** Where the agent of this host keeps the certificate of its authority. */
const ownAuthority = "/var/lib/gantry/tls/ca.crt";

/**
 * From now on this process trusts the authority in `file`, besides those of the system. Without a file it trusts that of
 * this host's own agent, if there is one.
 *
 * @throws GantryError `invalid_input` when the file is none
 */
export async function trustAuthority(url: string, file: string | undefined): Promise<void> {
  if (!url.startsWith("https:")) return;
  const authority =
    file === undefined ? await readFile(ownAuthority, "utf8").catch(() => undefined) : await read(file);
  if (authority !== undefined) setDefaultCACertificates([...getCACertificates("default"), authority]);
}

async function read(file: string): Promise<string> {
  try {
    return new X509Certificate(await readFile(file)).toString();
  } catch (error) {
    throw new GantryError("invalid_input", {
      message: `${file} holds no certificate.`,
      hint: "Name a copy of the agent's tls/ca.crt, which lies in its state directory, with --ca-file or GANTRY_CA_FILE.",
      details: { file },
      cause: error,
    });
  }
}
