/** What to say of peers that this machine does not have. */
export function missingPeers(peers: Readonly<Record<string, object | undefined>>): string[] {
  return Object.entries(peers)
    .filter(([, peer]) => peer === undefined)
    .map(([name]) => `${name} is not installed: left out (apt-get install ${name}, where Debian has it)`);
}
