/** What a guest that echoes has printed since it booted the last time; undefined when it has not booted. */
export function heardOf(console: string): string | undefined {
  const [, ...boots] = console.split("READY\r\n");
  return boots.at(-1);
}
