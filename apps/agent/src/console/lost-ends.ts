import { readFile } from "node:fs/promises";

/** Both ends of a TCP connection. */
export interface Ends {
  readonly localAddress: string | undefined;
  readonly localPort: number | undefined;
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
}

/** So often the kernel has sent the same bytes in vain after some 13 s: it begins with 0.2 s and doubles it each time. */
const lostAfter = 6;

/**
 * Those of some connections whose other end does not even say that it has no room for more: their link is cut, or the machine
 * is gone. The kernel itself gives up after some 15 minutes. One that only does not read answers, and is not among them.
 */
export async function lostEnds<Connection extends Ends>(all: readonly Connection[]): Promise<Connection[]> {
  if (all.length === 0) return [];
  const tables = await Promise.all(
    ["tcp", "tcp6"].map((name) => readFile(`/proc/self/net/${name}`, "utf8").catch(() => "")),
  );
  const vain = sentInVain(tables.join("\n"));
  return all.filter((ends) => (vain.get(nameOf(ends)) ?? 0) >= lostAfter);
}

/**
 * How often the kernel has sent to each connection and heard nothing, retransmissions or probes of a full window: fields of
 * `/proc/net/tcp` (Linux, `Documentation/networking/proc_net_tcp.rst`).
 */
export function sentInVain(table: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const line of table.split("\n")) {
    const [, local, remote, , , , retransmitted, , probed] = line.trim().split(/\s+/);
    if (local === undefined || remote === undefined || probed === undefined) continue;
    const most = Math.max(Number.parseInt(retransmitted ?? "", 16), Number.parseInt(probed, 10));
    if (most > 0) found.set(`${local} ${remote}`, most);
  }
  return found;
}

/** As the table has it: words of 32 bits in the order of this machine, which is little-endian. */
export function nameOf({ localAddress, localPort, remoteAddress, remotePort }: Ends): string {
  const end = (address = "", port = 0) =>
    `${hexOf(address)}:${port.toString(16).padStart(4, "0").toUpperCase()}`;
  return `${end(localAddress, localPort)} ${end(remoteAddress, remotePort)}`;
}

function hexOf(address: string): string {
  const bytes = address.includes(":") ? bytesOf6(address) : address.split(".").map(Number);
  const words = Array.from({ length: bytes.length / 4 }, (_, at) => bytes.slice(4 * at, 4 * at + 4));
  const hex = words.flatMap((word) => word.toReversed()).map((byte) => byte.toString(16).padStart(2, "0"));
  return hex.join("").toUpperCase();
}

function bytesOf6(address: string): number[] {
  const [plain = ""] = address.split("%");
  // Its last four bytes may be written as those of an IPv4 address.
  const text = plain.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [before = "", after] = text.split("::");
  const groups = (half: string) =>
    half === "" ? [] : half.split(":").map((group) => Number.parseInt(group, 16));
  const [first, last] = [groups(before), groups(after ?? "")];
  const zeros = after === undefined ? 0 : 8 - first.length - last.length;
  return [...first, ...Array.from({ length: zeros }, () => 0), ...last].flatMap((group) => [
    group >> 8,
    group & 0xff,
  ]);
}
