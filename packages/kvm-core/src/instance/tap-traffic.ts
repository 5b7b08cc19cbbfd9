/** Bytes that a guest received and sent through a tap; nothing when the tap is not there. */
export function tapTraffic(netDev: string, tap: string): { receiveBytes?: number; transmitBytes?: number } {
  // A line of /proc/net/dev: eight figures of what the tap received, eight of what it transmitted.
  const start = netDev.indexOf(`${tap}:`);
  if (start < 0) return {};
  const line = netDev.slice(start + tap.length + 1, netDev.indexOf("\n", start));
  const figures = line.trim().split(/\s+/);
  // What the tap transmits, the guest receives.
  return { receiveBytes: Number(figures[8]), transmitBytes: Number(figures[0]) };
}
