/** What the probe guest writes after each thing it has done, in this order, and how to say what that was. */
export const probeStages: readonly (readonly [letter: string, what: string])[] = [
  ["R", "run its first instruction"],
  ["P", "enter 32-bit protected mode"],
  ["L", "enter 64-bit mode with paging"],
  ["C", "read the CPU's features and its time stamp counter"],
  ["S", "use SSE registers"],
  ["M", "set model specific registers"],
  ["U", "run user code and return to the kernel by an interrupt"],
  ["F", "handle a page fault"],
  ["T", "be woken by the local APIC's timer"],
  ["I", "wait for the 8254 timer"],
];

/** What it writes at its end, after all letters. */
export const probeDone = "OK";

/** Exit status of QEMU when the guest left by itself: isa-debug-exit makes `value << 1 | 1` of what was written to it. */
export const probeExitStatus = (0x10 << 1) | 1;

const romBytes = 65_536;
/** The guest is the last 4 KiB of the ROM. */
const guestBytes = 4096;
/** The CPU starts 16 bytes before the end, with a jump to the guest's first byte. */
const resetVector = 0xff0;
const resetJump = "6Q3w";

/** The guest as firmware for `-bios`. Its commented source, and how to build it, is probe-guest.S beside this file. */
export function probeRom(): Buffer {
  const rom = Buffer.alloc(romBytes);
  const start = romBytes - guestBytes;
  rom.set(Buffer.from(code, "base64"), start);
  rom.set(Buffer.from(resetJump, "base64"), start + resetVector);
  return rom;
}

const code = [
  "+rr4A7BS7i5mDwEWVvMPIMAMAQ8iwGbqHvAPABgAZrggAI7YjsCO0LwAfwAA/L8AEAAAMcC5ABwAAPOrvgDwDwC/AIAAALkA",
  "BAAA86XqVIAAABgAZrr4A7BQ7scFABAAAAcgAADHBQAgAAAHMAAAxwUYIAAAB0AAAMcFADAAAIcAAADHBbhPAACbAOD+uAAQ",
  "AAAPItgPIOANIAYAAA8i4LmAAADADzINAQEAAA8wDyDADQIAAICD4PsPIsAPARVcgwAA6sqAAAAIAGa4EACO2I7AjtBIx8QA",
  "fwAAZrr4A7BM7jHAD6KFwA+EBwIAALgBAAAAD6IPuuIJD4P2AQAADzGJxrnoAwAA/8l1/A8xOfAPhN8BAABmuvgDsEPuSLjv",
  "zauJZ0UjAWZID27oZg9v9WYP1PZmSA9+80gBwEg5ww+FsAEAAGa6+AOwU+65AgEAwLhIgwAAMdIPMA8B+GWBPCUAAAAAIU1W",
  "Sw+FhgEAAA8B+LmCAADAuCCCAAAPMA8yPSCCAAAPhWoBAAC5gQAAwDHAuggAKAAPMLmEAADAuAACAAAx0g8wZrr4A7BN7mbH",
  "BCWqgwAAAGBIxwQlBGAAAAB/AABmuEAADwDYvw4AAAC4+YIAAOhCAQAAv0AAAAC4DYMAAOgzAQAAv4AAAAC4JoIAAOgkAQAA",
  "gAwlBVgAAGAPARwlTIMAAGozaABwAABqAmo7aBqCAABIzw8FzYDr+kH/x0gPB0GD/wEPhcUAAABmjMioAw+FugAAAEiB/Nh+",
  "AAAPha0AAABIx8QAfwAAZrr4A7BV7rgAAABAixhBg/4BD4WOAAAAZrr4A7BG7rsAAOD+uRsAAAAPMg+64AtzdceD8AAAAP8B",
  "AADHg+ADAAALAAAAx4MgAwAAQAAAAMeDgAMAAKCGAQBBg/0AdQX79Prr9fpmuvgDsFTu5GEk/QwB5mGwsOZDsP/mQrAD5kLk",
  "YaggdPpmuvgDsEnuZrr4A7BP7ma6+AOwS+5muvgDsArusBDm9Pr06/xB/8bHBCUIIAAABzAAAEiDxAhIz0H/xceDsAAAAAAA",
  "AABIz8HnBGaJhwBQAABmx4cCUAAACABmx4cEUAAAAI7B6BBmiYcGUAAAw420AACQIU1WS/8PAFAAAAAAAABPAGjzDwBPAGiD",
  "AAAAAAAAZpAAAAAAAAAAAP//AAAAm68A//8AAACTzwD//wAAAJvPAP//AAAAk88A//8AAAD7zwD//wAAAPPPAP//AAAA+68A",
  "ZwAAAACJ",
].join("");
