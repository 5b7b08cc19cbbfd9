import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { lostEnds, nameOf, sentInVain } from "./lost-ends.ts";

const head =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
const line = (retransmitted: string, probed: number) =>
  `   0: 0100007F:1CE8 0200007F:C350 01 00000B50:00000000 01:00000014 ${retransmitted}     0        ${probed} 123 1 0 20 4 0 10 -1`;
const ends = {
  localAddress: "127.0.0.1",
  localPort: 7400,
  remoteAddress: "127.0.0.2",
  remotePort: 50_000,
};

describe("The far end of a connection", () => {
  it("is known to be silent by what the kernel has sent in vain, bytes or probes of a full window", () => {
    expect(sentInVain(`${head}\n${line("0000000A", 0)}\n`).get(nameOf(ends))).toBe(10);
    expect(sentInVain(`${head}\n${line("00000000", 7)}\n`).get(nameOf(ends))).toBe(7);
    expect(sentInVain(`${head}\n${line("00000000", 0)}\n`).size).toBe(0);
  });

  it.each([
    ["::1", "00000000000000000000000001000000"],
    ["::ffff:10.77.0.1", "0000000000000000FFFF000001004D0A"],
    ["fe80::5054:ff:fe12:3456%eth0", "000080FE00000000FF005450563412FE"],
  ])("is found by its address %s as the kernel writes it", (address, hex) => {
    const name = nameOf({ ...ends, localAddress: address, remoteAddress: address });
    expect(name).toBe(`${hex}:1CE8 ${hex}:C350`);
  });

  it("that only does not read is not lost", async () => {
    await using server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("It listens on a port.");
    const accepted = once(server, "connection");
    const far = connect(address.port, "127.0.0.1");
    far.pause();
    const [near]: Socket[] = await accepted;
    if (near === undefined) throw new Error("Somebody has connected.");
    const { localAddress, localPort, remoteAddress, remotePort } = near;
    const found = { localAddress, localPort, remoteAddress, remotePort };
    expect(await readFile("/proc/self/net/tcp", "utf8")).toContain(nameOf(found));
    expect(await lostEnds([found])).toEqual([]);
    far.destroy();
    near.destroy();
  });
});
