import { chmod, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { GantryError } from "../model/index.ts";
import { assertTunOpen, refusedTap } from "./tap-rights.ts";

describe("the right to a tap", () => {
  test("is asked of the device as the account of QEMU, and its lack names the interface and the command", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-tun-"));
    const device = join(directory.path, "tun");
    await writeFile(device, "");
    const account = { uid: 64_123, gid: 64_123 };
    await chmod(device, 0o600);
    await expect(assertTunOpen(account, "nics.1", device)).rejects.toMatchObject({
      code: "network_failed",
      details: { path: "nics.1.network" },
      hint: expect.stringContaining(`chmod 0666 ${device}`),
    });
    await chmod(device, 0o666);
    await assertTunOpen(account, "nics.1", device);
    await assertTunOpen(account, "nics.1", join(directory.path, "absent"));
  });

  test("is what a refusal of the kernel is told as, and nothing else is", () => {
    const failed = (message: string) => new GantryError("network_failed", { message, hint: "h" });
    expect(refusedTap(failed("ioctl(TUNSETIFF): Operation not permitted"), "nics.0")).toMatchObject({
      details: { path: "nics.0.network" },
      hint: expect.stringContaining("user mode"),
    });
    const busy = failed("ioctl(TUNSETIFF): Device or resource busy");
    expect(refusedTap(busy, "nics.0")).toBe(busy);
  });
});
