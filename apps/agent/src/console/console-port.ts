/** What consoles use of a serial port. Bytes are numbered from the guest's first on. */
export interface ConsolePort {
  /** Number of the byte after the newest one taken in; of the next one the guest will write, once {@link settle} resolves. */
  readonly seq: number;
  /** Number of the oldest byte that can still be read. */
  readonly oldest: number;
  readonly boot: number;
  /** Takes in all that the guest has written. While nobody watches that may be a minute behind. */
  settle(): Promise<number>;
  read(from: number, maxBytes: number): Promise<Uint8Array>;
  onData(listener: () => void): Disposable;
  onBoot(listener: (boot: { readonly n: number; readonly seq: number }) => void): Disposable;
  /** Keystrokes for the guest; false when it has no process. */
  write(bytes: Uint8Array): boolean;
}
