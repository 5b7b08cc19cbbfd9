/** What a person did at the keyboard. */
export type KeyAct =
  | { readonly type: "keys"; readonly bytes: Uint8Array }
  | { readonly type: "leave" }
  | { readonly type: "break" }
  | { readonly type: "ctrl-alt-del" }
  | { readonly type: "sysrq"; readonly key: string }
  | { readonly type: "seat"; readonly action: "request" | "release" | "take" }
  | { readonly type: "help" };

/** The keys that are not the guest's. */
export interface CommandKeys {
  /** Leaves at once. */
  readonly leave: number | undefined;
  /** The next key is a command. */
  readonly command: number | undefined;
}

const seatActions = { a: "request", r: "release", t: "take" } as const;

/**
 * Tells keystrokes for the guest from those for us. There is no clock in it: after the command key the next key decides,
 * whenever it comes.
 */
export class KeyCommands {
  readonly #keys: CommandKeys;
  #expects: "key" | "command" | "sysrq" = "key";

  constructor(keys: CommandKeys) {
    this.#keys = keys;
  }

  /** What the bytes mean, in their order. After `leave` nothing is looked at any more. */
  take(bytes: Uint8Array): KeyAct[] {
    const acts: KeyAct[] = [];
    let begin = 0;
    const flush = (end: number) => {
      if (end > begin) acts.push({ type: "keys", bytes: bytes.subarray(begin, end) });
      begin = end + 1;
    };
    for (const [index, byte] of bytes.entries()) {
      if (this.#expects === "key" && byte !== this.#keys.leave && byte !== this.#keys.command) continue;
      flush(index);
      const act = this.#act(byte);
      if (act !== undefined) acts.push(act);
      if (act?.type === "leave") return acts;
    }
    flush(bytes.length);
    return acts;
  }

  #act(byte: number): KeyAct | undefined {
    const expected = this.#expects;
    this.#expects = "key";
    if (expected === "key") {
      if (byte === this.#keys.leave) return { type: "leave" };
      this.#expects = "command";
      return undefined;
    }
    const letter = String.fromCharCode(byte).toLowerCase();
    if (expected === "sysrq")
      return /^[a-z0-9]$/.test(letter) ? { type: "sysrq", key: letter } : { type: "help" };
    return this.#command(byte, letter);
  }

  #command(byte: number, letter: string): KeyAct | undefined {
    if (byte === this.#keys.command || byte === this.#keys.leave)
      return { type: "keys", bytes: Uint8Array.of(byte) };
    switch (letter) {
      case "q":
      case ".":
        return { type: "leave" };
      case "b":
        return { type: "break" };
      case "d":
        return { type: "ctrl-alt-del" };
      case "s":
        this.#expects = "sysrq";
        return undefined;
      case "a":
      case "r":
      case "t":
        return { type: "seat", action: seatActions[letter] };
      default:
        return { type: "help" };
    }
  }
}
