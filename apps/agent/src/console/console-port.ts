/** What consoles use of a serial port. Bytes are numbered from the guest's first on. */
export interface ConsolePort {
  /** Number of the byte after the newest one seen; of the next one the guest will write, once {@link settle} resolves. */
  readonly seq: number;
  /** Number of the oldest byte that can still be read. */
  readonly oldest: number;
  readonly boot: number;
  /** Takes in all that the guest has written. */
  settle(): Promise<number>;
  /** The first byte from number `seq` on that can be read, or is to be written. */
  keptFrom(seq: number): number;
  /** Fewer bytes where kept ones end. @throws GantryError `not_found` when the first is not kept. */
  read(from: number, maxBytes: number): Promise<Uint8Array>;
  onData(listener: () => void): Disposable;
  onBoot(listener: (boot: { readonly n: number; readonly seq: number }) => void): Disposable;
  /** Keystrokes for the guest; false when it has no process. */
  write(bytes: Uint8Array): boolean;
}
