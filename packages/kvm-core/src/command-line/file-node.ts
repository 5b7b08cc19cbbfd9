/** Properties of a block node that opens a path of this host, literally, with its lock, in exactly the asked mode. */
export function fileNode(
  driver: "file" | "host_device",
  node: string,
  filename: string,
  readOnly: boolean,
): Readonly<Record<string, unknown>> & { readonly "node-name": string } {
  return {
    driver,
    "node-name": node,
    filename,
    // The lock on the image is the last line of defence against a second writer on this host.
    locking: "auto",
    aio: "threads",
    cache: { direct: false, "no-flush": false },
    discard: "unmap",
    "read-only": readOnly,
    "auto-read-only": false,
  };
}
