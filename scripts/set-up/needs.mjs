/**
 * A command that must be there, and the package that has it in each family of distributions.
 *
 * @typedef {{ command: string, apt: string, dnf: string, pacman: string, zypper: string, apk: string }} Need
 */

/** @type {readonly Need[]} What running instances takes. */
export const needsToRun = [
  {
    command: "qemu-system-x86_64",
    apt: "qemu-system-x86",
    dnf: "qemu-system-x86-core",
    pacman: "qemu-system-x86",
    zypper: "qemu-x86",
    apk: "qemu-system-x86_64",
  },
  {
    command: "qemu-img",
    apt: "qemu-utils",
    dnf: "qemu-img",
    pacman: "qemu-img",
    zypper: "qemu-img",
    apk: "qemu-img",
  },
];

/** @type {readonly Need[]} What the tests use besides. */
export const needsOfTests = [
  {
    command: "chromium",
    apt: "chromium",
    dnf: "chromium",
    pacman: "chromium",
    zypper: "chromium",
    apk: "chromium",
  },
  {
    command: "as",
    apt: "binutils",
    dnf: "binutils",
    pacman: "binutils",
    zypper: "binutils",
    apk: "binutils",
  },
  // Reads back the images of CDs that we write.
  {
    command: "isoinfo",
    apt: "genisoimage",
    dnf: "genisoimage",
    pacman: "cdrtools",
    zypper: "mkisofs",
    apk: "cdrkit",
  },
  // Builds the Debian guest.
  {
    command: "mmdebstrap",
    apt: "mmdebstrap",
    dnf: "mmdebstrap",
    pacman: "mmdebstrap",
    zypper: "mmdebstrap",
    apk: "mmdebstrap",
  },
  {
    command: "mkfs.ext4",
    apt: "e2fsprogs",
    dnf: "e2fsprogs",
    pacman: "e2fsprogs",
    zypper: "e2fsprogs",
    apk: "e2fsprogs",
  },
  { command: "ip", apt: "iproute2", dnf: "iproute", pacman: "iproute2", zypper: "iproute2", apk: "iproute2" },
];
