/**
 * How long a live migration will take before it starts, in words. Memory in bytes, bandwidth in bytes per second (0: no
 * limit is set, the link decides).
 */
export function forecast(memoryBytes: number, bandwidth: number): { seconds?: number; text: string } {
  if (bandwidth === 0)
    return { text: "As fast as the link carries it; an idle guest's empty memory is not sent." };
  const seconds = Math.ceil(memoryBytes / bandwidth);
  return {
    seconds,
    text: `At most about ${seconds} s for the first pass; a busy guest needs further passes.`,
  };
}
