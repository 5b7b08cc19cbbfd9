import { type Message, msg } from "#lib/messages/translate.ts";

/** How one kind of guest is made to talk on its serial port. */
export interface SilentHint {
  readonly guest: Message;
  /** What the command is for and where it is run. */
  readonly note: Message;
  /** The exact lines. */
  readonly lines: string;
}

const kernelWords = "console=tty0 console=ttyS0,115200";

/** For each kind of guest the lines that bring kernel, boot loader and sign-in to the first serial port. */
export const silentHints: readonly SilentHint[] = [
  {
    guest: msg("Debian and Ubuntu"),
    note: msg("In the guest, as root. The sign-in follows the kernel by itself."),
    lines: [
      `sed -i 's/^GRUB_CMDLINE_LINUX="/&${kernelWords} /' /etc/default/grub`,
      `printf 'GRUB_TERMINAL="console serial"\\nGRUB_SERIAL_COMMAND="serial --speed=115200"\\n' >> /etc/default/grub`,
      "update-grub",
    ].join("\n"),
  },
  {
    guest: msg("Fedora and RHEL"),
    note: msg("In the guest, as root."),
    lines: `grubby --update-kernel=ALL --args="${kernelWords}"`,
  },
  {
    guest: msg("Alpine"),
    note: msg("In the guest, as root. The second line brings the sign-in."),
    lines: [
      `sed -i 's/^default_kernel_opts="/&console=ttyS0,115200 /' /etc/update-extlinux.conf && update-extlinux`,
      "echo 'ttyS0::respawn:/sbin/getty -L 115200 ttyS0 vt100' >> /etc/inittab",
    ].join("\n"),
  },
  {
    guest: msg("Windows (EMS)"),
    note: msg(
      "In the guest, as administrator. The special administration console answers from the next start.",
    ),
    lines: ["bcdedit /emssettings EMSPORT:1 EMSBAUDRATE:115200", "bcdedit /ems {current} on"].join("\n"),
  },
  {
    guest: msg("An installer"),
    note: msg("At its boot menu, at the end of the kernel's line."),
    lines: "console=ttyS0,115200",
  },
];
