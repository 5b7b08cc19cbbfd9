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
  "AAAPItgPIOANIAYAAA8i4LmAAADADzINAQEAAA8wDyDADQIAAIAl+///nw8iwA8BFVyDAADqzIAAAAgAZrgQAI7YjsCO0EjH",
  "xAB/AABmuvgDsEzuMcAPooXAD4QHAgAAuAEAAAAPog+64gkPg/YBAAAPMYnGuegDAAD/yXX8DzE58A+E3wEAAGa6+AOwQ+5I",
  "uO/Nq4lnRSMBZkgPbuhmD2/1Zg/U9mZID37zSAHASDnDD4WwAQAAZrr4A7BT7rkCAQDAuEiDAAAx0g8wDwH4ZYE8JQAAAAAh",
  "TVZLD4WGAQAADwH4uYIAAMC4IoIAAA8wDzI9IoIAAA+FagEAALmBAADAMcC6CAAoAA8wuYQAAMC4AAIAADHSDzBmuvgDsE3u",
  "ZscEJaqDAAAAYEjHBCUEYAAAAH8AAGa4QAAPANi/DgAAALj7ggAA6EIBAAC/QAAAALgPgwAA6DMBAAC/gAAAALgoggAA6CQB",
  "AACADCUFWAAAYA8BHCVMgwAAajNoAHAAAGoCajtoHIIAAEjPDwXNgOv6Qf/HSA8HQYP/AQ+FxQAAAGaMyKgDD4W6AAAASIH8",
  "2H4AAA+FrQAAAEjHxAB/AABmuvgDsFXuuAAAAECLGEGD/gEPhY4AAABmuvgDsEbuuwAA4P65GwAAAA8yD7rgC3N1x4PwAAAA",
  "/wEAAMeD4AMAAAsAAADHgyADAABAAAAAx4OAAwAAoIYBAEGD/QB1Bfv0+uv1+ma6+AOwVO7kYST9DAHmYbCw5kOw/+ZCsAPm",
  "QuRhqCB0+ma6+AOwSe5muvgDsE/uZrr4A7BL7ma6+AOwCu6wEOb0+vTr/EH/xscEJQggAAAHMAAASIPECEjPQf/Fx4OwAAAA",
  "AAAAAEjPwecEZomHAFAAAGbHhwJQAAAIAGbHhwRQAAAAjsHoEGaJhwZQAADDjXQAIU1WS/8PAFAAAAAAAABPAGjzDwBPAGiD",
  "AAAAAAAAZpAAAAAAAAAAAP//AAAAm68A//8AAACTzwD//wAAAJvPAP//AAAAk88A//8AAAD7zwD//wAAAPPPAP//AAAA+68A",
  "ZwAAAACJ",
].join("");
