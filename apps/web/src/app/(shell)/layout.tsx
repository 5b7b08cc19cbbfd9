import { OperationsTray } from "#features/operations/operations-tray.tsx";
import { Shell } from "#features/shell/shell.tsx";
import type { ReactNode } from "react";

export default function ShellLayout({ children }: { children: ReactNode }) {
  return <Shell tray={<OperationsTray />}>{children}</Shell>;
}
