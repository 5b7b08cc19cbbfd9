/** What consoles use of a serial port. Bytes are numbered from the guest's first on. */
export interface ConsolePort {
  /** Number of the next byte the guest will write. */
  readonly seq: number;
  /** Number of the oldest byte that can still be read. */
  readonly oldest: number;
  readonly boot: number;
  read(from: number, maxBytes: number): Promise<Uint8Array>;
  onData(listener: () => void): Disposable;
  onBoot(listener: (boot: { readonly n: number; readonly seq: number }) => void): Disposable;
  /** Keystrokes for the guest; false when it has no process. */
  write(bytes: Uint8Array): boolean;
}
