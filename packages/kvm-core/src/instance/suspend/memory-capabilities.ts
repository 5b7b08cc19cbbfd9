/**
 * The same for writing the memory and for reading it. With `late-block-activate` a QEMU that has read it touches no disk
 * before the run gate lets it run; with `validate-uuid` it takes no other instance's memory. Measured with QEMU 7.2.
 */
export const memoryCapabilities = {
  events: true,
  "late-block-activate": true,
  "validate-uuid": true,
  // Left on by a move that might have ended by it: QEMU would want a way back from the file.
  "postcopy-ram": false,
} as const;
