import { expect, test } from "vitest";
import { hintFor, noParts } from "./no-parts.ts";

test.for([
  ["ID=debian", "sudo apt-get install busybox-static"],
  ["ID=ubuntu\nID_LIKE=debian", "sudo apt-get install busybox-static"],
  ["ID=fedora", "sudo dnf install busybox"],
  ['ID="rocky"\nID_LIKE="rhel centos fedora"', "sudo dnf install busybox"],
  ['ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"', "sudo zypper install busybox-static"],
  ["ID=manjaro\nID_LIKE=arch", "sudo pacman -S busybox"],
  ["ID=alpine", "sudo apk add busybox-static"],
  ["ID=nixos", "install a statically linked busybox"],
  ["", "install a statically linked busybox"],
] as const)("A machine that says %j is told its own command", ([osRelease, command]) => {
  const hint = hintFor(osRelease, "6.1.0");
  expect(hint).toContain(command);
  expect(hint).toContain("sudo chmod a+r /boot/vmlinuz-6.1.0");
});

test("The error keeps the reason why packages could not be had", async () => {
  const error = await noParts(new Error("There is no program apt-cache."));
  expect(error.code).toBe("unsupported");
  expect(error.message).toContain("There is no program apt-cache.");
});
