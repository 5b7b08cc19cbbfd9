import { type DiskSource, type DiskSpec, invalid } from "../model/index.ts";
import { fileNodeName } from "./disk-names.ts";
import { fileNode } from "./file-node.ts";

/** Seconds a request waits for an NBD server that went away before the guest is stopped by an I/O error. */
const nbdReconnectSeconds = 30;

/**
 * Properties of the block node that opens a disk's bytes, named `file-<disk name>`.
 *
 * @param index of the disk in the spec, for the fault's path.
 * @throws GantryError `invalid_spec` when a network address has no host, image, target or unit, or carries credentials.
 */
export function sourceNode(
  disk: DiskSpec,
  index: number,
): Readonly<Record<string, unknown>> & { readonly "node-name": string } {
  const node = fileNodeName(disk.name);
  const readOnly = disk.readOnly || disk.bus === "cdrom";
  const { source } = disk;
  if ("file" in source) return fileNode("file", node, source.file, readOnly);
  if ("device" in source) return fileNode("host_device", node, source.device, readOnly);
  return {
    ...networkNode(source, `disks.${index}.source`),
    "node-name": node,
    cache: { direct: false, "no-flush": false },
    discard: "unmap",
    "read-only": readOnly,
    "auto-read-only": false,
  };
}

function networkNode(source: DiskSource, field: string): Record<string, unknown> {
  if ("nbd" in source) return nbdNode(source.nbd, `${field}.nbd`);
  if ("iscsi" in source) return iscsiNode(source.iscsi, `${field}.iscsi`);
  if (!("rbd" in source)) throw refused(field, "there is nothing to open");
  const [pool = "", image = ""] = source.rbd.split("/");
  return { driver: "rbd", pool, image };
}

/** `nbd://host[:port][/export]`; the port of the protocol is 10809. */
function nbdNode(address: string, field: string): Record<string, unknown> {
  const url = parsed(address, field);
  return {
    driver: "nbd",
    server: { type: "inet", host: bareHost(url), port: url.port === "" ? "10809" : url.port },
    export: decoded(url.pathname.replace(/^\//, ""), field),
    "reconnect-delay": nbdReconnectSeconds,
  };
}

/** `iscsi://host[:port]/target/unit`. */
function iscsiNode(address: string, field: string): Record<string, unknown> {
  const url = parsed(address, field);
  const [, target = "", unit = "", ...rest] = url.pathname.split("/");
  if (target === "" || !/^\d{1,3}$/.test(unit) || rest.length > 0)
    throw refused(field, "give iscsi://host/target/unit");
  return {
    driver: "iscsi",
    transport: "tcp",
    portal: url.host,
    target: decoded(target, field),
    lun: Number(unit),
  };
}

function parsed(address: string, field: string): URL {
  const url = URL.parse(address);
  if (url === null || url.hostname === "") throw refused(field, "the address names no host");
  // Everything in argv can be read by every user of the host.
  if (url.username !== "" || url.password !== "")
    throw refused(field, "credentials do not belong in the address");
  return url;
}

function decoded(text: string, field: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refused(field, "the address cannot be decoded: a % is not followed by two hex digits of UTF-8");
  }
}

/** Host name or address; QEMU wants an IPv6 address without its brackets. */
function bareHost(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

function refused(field: string, message: string): Error {
  return invalid("The instance spec", [{ path: field, message }], "invalid_spec");
}
