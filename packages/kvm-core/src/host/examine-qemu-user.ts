import type { Finding } from "../model/index.ts";
import { makeAccount, ownAccount, type QemuUser } from "./qemu-user.ts";

/** Commands that give each instance a uid of its own. Their numbers are those of no account. */
const subordinate = `usermod --add-subuids 700000-765535 ${ownAccount}`;

/** As whom QEMU runs: what a guest that breaks out of it could do. */
export function examineQemuUser(user: QemuUser | undefined): Finding[] {
  const own = process.getuid?.() ?? 0;
  if (user !== undefined) {
    return [
      {
        code: "qemu_user",
        level: "ok",
        message: user.hasOwnUids
          ? `QEMU runs as ${user.name}, each instance as a uid of its own.`
          : `QEMU runs as ${user.name}, which all instances share. Each would have its own after: ${subordinate}`,
      },
    ];
  }
  if (own !== 0) {
    return [
      { code: "qemu_user", level: "ok", message: `QEMU runs as the agent does, uid ${own}: not root.` },
    ];
  }
  return [
    {
      code: "qemu_root",
      level: "warn",
      message: "QEMU runs as root, and so would a guest that breaks out of it.",
      fix: `${makeAccount(ownAccount)} && ${subordinate}   Then start the agent again, with GANTRY_QEMU_USER unset or auto.`,
    },
  ];
}
