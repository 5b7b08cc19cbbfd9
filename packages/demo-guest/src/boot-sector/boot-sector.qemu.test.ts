import { mkdtempDisposable, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { RunningGuest } from "../testing/running-guest.ts";
import { writeBootSectorDisk } from "./boot-sector-disk.ts";
import type { BootSectorName } from "./boot-sectors.generated.ts";

interface Boot {
  readonly sector: BootSectorName;
  readonly machine: string;
  readonly signal: AbortSignal;
}

async function boot({ sector, machine, signal }: Boot) {
  const scope = new AsyncDisposableStack();
  const directory = scope.use(await mkdtempDisposable(join(tmpdir(), "gantry-boot-sector-")));
  const disk = join(directory.path, "disk.raw");
  await writeBootSectorDisk(disk, sector);
  const drive = JSON.stringify({ driver: "file", filename: disk, "node-name": "disk0" });
  const args = ["-machine", machine, "-m", "16", "-device", "pvpanic", "-action", "panic=none"];
  args.push("-blockdev", drive, "-device", "virtio-blk-pci,drive=disk0,bootindex=1");
  const guest = scope.use(await RunningGuest.start(directory.path, args, signal));
  return { guest, disk, [Symbol.asyncDispose]: () => scope.disposeAsync() };
}

describe.for(["pc", "q35"])("On machine type %s", (machine) => {
  describe("the interactive guest", () => {
    test("says READY, beats, echoes, and powers off by the ACPI power button", async ({ signal }) => {
      await using run = await boot({ sector: "interactive", machine, signal });
      await run.guest.serial.waitFor(/READY\r\n/, signal);
      run.guest.type("hello");
      await run.guest.serial.waitFor(/h\.*e\.*l\.*l\.*o/, signal);
      await run.guest.serial.waitFor(/\./, signal);
      run.guest.pressPowerButton();
      await run.guest.serial.waitFor(/PWRBTN\r\n/, signal);
      expect(await run.guest.event("SHUTDOWN", signal)).toContain("guest-shutdown");
      await run.guest.ended();
    });

    test("reboots, writes its disk, panics and powers off when told to", async ({ signal }) => {
      await using run = await boot({ sector: "interactive", machine, signal });
      await run.guest.serial.waitFor(/READY/, signal);
      run.guest.type("R");
      await run.guest.event("RESET", signal);
      await run.guest.serial.waitFor(/READY/, signal);
      run.guest.type("WW");
      await run.guest.serial.waitFor(/w\.*w/, signal);
      run.guest.type("P");
      await run.guest.event("GUEST_PANICKED", signal);
      run.guest.type("Q");
      await run.guest.event("SHUTDOWN", signal);
      await run.guest.ended();
      expect(await firstWordOfSector3(run.disk)).toBe(2);
    });

    test("hangs when told to: nothing is echoed any more and the power button does nothing", async ({
      signal,
    }) => {
      await using run = await boot({ sector: "interactive", machine, signal });
      await run.guest.serial.waitFor(/READY/, signal);
      run.guest.type("H");
      while (!isHalted(await run.guest.ask("info registers", signal))) signal.throwIfAborted();
      run.guest.type("xyz");
      run.guest.pressPowerButton();
      await run.guest.event("POWERDOWN", signal);
      expect(isHalted(await run.guest.ask("info registers", signal))).toBe(true);
      expect(run.guest.serial.text).not.toMatch(/x|PWRBTN/);
    });
  });

  test("the echo guest gives back every byte, in order, however many come at once", async ({ signal }) => {
    await using run = await boot({ sector: "echo", machine, signal });
    await run.guest.serial.waitFor(/>/, signal);
    run.guest.type("0123456789 hello");
    await run.guest.serial.waitFor(/0123456789 hello/, signal);
  });

  test("the scribbler answers while it writes to memory without end", async ({ signal }) => {
    await using run = await boot({ sector: "scribbler", machine, signal });
    await run.guest.serial.waitFor(/READY/, signal);
    run.guest.type("hello");
    await run.guest.serial.waitFor(/hello/, signal);
  });

  test("the counter guest writes each number to its disk before it prints it, and counts on after a reboot", async ({
    signal,
  }) => {
    await using run = await boot({ sector: "counter", machine, signal });
    await run.guest.serial.waitFor(/READY\r\n0001\r\n0002\r\n0003\r\n/, signal);
    expect(await firstWordOfSector3(run.disk)).toBeGreaterThanOrEqual(3);
    await run.guest.ask("system_reset", signal);
    await run.guest.serial.waitFor(/READY\r\n(?!0001)[0-9A-F]{4}\r\n/, signal);
    run.guest.pressPowerButton();
    expect(await run.guest.event("SHUTDOWN", signal)).toContain("guest-shutdown");
    await run.guest.ended();
  });

  test("the letters guest prints whole alphabets without end and obeys the power button", async ({
    signal,
  }) => {
    await using run = await boot({ sector: "letters", machine, signal });
    await run.guest.serial.waitFor(/(ABCDEFGHIJKLMNOPQRSTUVWXYZ\r\n){1000}/, signal);
    run.guest.pressPowerButton();
    expect(await run.guest.event("SHUTDOWN", signal)).toContain("guest-shutdown");
    await run.guest.ended();
  });
});

/** A CPU that is halted with interrupts off (bit 9 of the flags) never runs again. */
function isHalted(registers: string): boolean {
  const match = /EFL=([0-9a-f]{8}).*HLT=1/.exec(registers);
  return match !== null && (Number.parseInt(match[1] ?? "", 16) & 0x200) === 0;
}

async function firstWordOfSector3(disk: string): Promise<number> {
  const file = await open(disk);
  try {
    const { buffer } = await file.read(Buffer.alloc(512), 0, 512, 1024);
    return buffer.readUInt16LE(0);
  } finally {
    await file.close();
  }
}
