/**
 * A command that must be there, or with `files` one of these, and the package that has it in each family of
 * distributions. One that a family has no package of is done without: the test that wants it is skipped and says so.
 *
 * @typedef {object} Need
 * @property {string} command
 * @property {readonly string[]} [files]
 * @property {string} [apt]
 * @property {string} [dnf]
 * @property {string} [pacman]
 * @property {string} [zypper]
 * @property {string} [apk]
 * @property {string} [service] a service that the package would leave running, though the tests only want its program
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
  {
    command: "OVMF (UEFI for guests)",
    files: [
      "/usr/share/OVMF/OVMF_CODE_4M.fd",
      "/usr/share/OVMF/OVMF_CODE.fd",
      "/usr/share/edk2/ovmf/OVMF_CODE.fd",
      "/usr/share/edk2/x64/OVMF_CODE.4m.fd",
    ],
    apt: "ovmf",
    dnf: "edk2-ovmf",
    pacman: "edk2-ovmf",
  },
  {
    command: "QEMU's iSCSI driver",
    files: [
      "/usr/lib/x86_64-linux-gnu/qemu/block-iscsi.so",
      "/usr/lib64/qemu-kvm/block-iscsi.so",
      "/usr/lib64/qemu/block-iscsi.so",
      "/usr/lib/qemu/block-iscsi.so",
    ],
    apt: "qemu-block-extra",
    dnf: "qemu-block-iscsi",
    pacman: "qemu-block-iscsi",
    zypper: "qemu-block-iscsi",
  },
  // Opens the terminals at which the command line's console is tested.
  { command: "python3", apt: "python3", dnf: "python3", pacman: "python", zypper: "python3", apk: "python3" },
  // Serves a disk over iSCSI.
  { command: "tgtd", apt: "tgt", dnf: "scsi-target-utils", zypper: "tgt", service: "tgt.service" },
  // Several hosts share their ownership records in it. Debian's package would leave one running.
  { command: "etcd", apt: "etcd-server", dnf: "etcd", pacman: "etcd", service: "etcd.service" },
  // Gives the hosts of the fault campaign clocks of their own, which jump.
  { command: "faketime", apt: "faketime", dnf: "libfaketime", pacman: "libfaketime", zypper: "libfaketime" },
  // Reads what `/metrics` tells, and the rules of docs/prometheus. Debian's package would leave a server running.
  { command: "promtool", apt: "prometheus", pacman: "prometheus", service: "prometheus.service" },
];

/** @type {readonly Need[]} What the benchmarks measure beside Gantry; one that is missing is left out of the tables. */
export const needsOfBenchmarks = [
  {
    command: "websockify",
    apt: "websockify",
    dnf: "python3-websockify",
    pacman: "websockify",
    zypper: "python3-websockify",
    apk: "websockify",
  },
  { command: "socat", apt: "socat", dnf: "socat", pacman: "socat", zypper: "socat", apk: "socat" },
];
