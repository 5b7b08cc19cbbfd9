import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The name that is in the target's certificate. */
export const targetName = "target.bench";

/**
 * An authority and certificates of the kind that hosts have (P-256), under the names by which QEMU looks for them, and a
 * shared key for its other kind of TLS. Answers the directory.
 */
export async function makeCertificates(below: string): Promise<string> {
  const directory = join(below, "tls");
  await mkdir(directory);
  const openssl = async (...args: string[]) => void (await run("openssl", args, { cwd: directory }));
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-batch"];
  const authority = [
    "-x509",
    ...newKey,
    "-keyout",
    "ca-key.pem",
    "-out",
    "ca-cert.pem",
    "-subj",
    "/CN=bench",
  ];
  await openssl("req", ...authority, "-days", "2", "-addext", "keyUsage=critical,keyCertSign");
  for (const [role, name] of [
    ["server", targetName],
    ["client", "source.bench"],
  ] as const) {
    await openssl(
      "req",
      ...newKey,
      "-keyout",
      `${role}-key.pem`,
      "-out",
      `${role}.csr`,
      "-subj",
      `/CN=${name}`,
    );
    const extensions = [
      `subjectAltName=DNS:${name}`,
      "keyUsage=critical,digitalSignature",
      `extendedKeyUsage=${role}Auth`,
      "basicConstraints=critical,CA:false",
    ];
    await writeFile(join(directory, `${role}.ext`), `${extensions.join("\n")}\n`);
    const signing = ["-CA", "ca-cert.pem", "-CAkey", "ca-key.pem", "-CAcreateserial", "-days", "2"];
    const files = ["-in", `${role}.csr`, "-out", `${role}-cert.pem`, "-extfile", `${role}.ext`];
    await openssl("x509", "-req", ...files, ...signing);
  }
  await writeFile(join(directory, "keys.psk"), `bench:${"5a".repeat(32)}\n`, { mode: 0o600 });
  return directory;
}
