"use client";

import { useT } from "#lib/messages/messages-provider.tsx";
import type { Operation } from "@gantry/kvm-core/model";
import Link from "next/link";
import { OperationItem } from "./operation-item.tsx";

const shown = 8;

/** The newest operations, in the opened tray. */
export default function TrayList({ operations }: { operations: readonly Operation[] }) {
  const t = useT();
  return (
    <>
      {operations.length === 0 ? (
        <p className="p-4 text-dim">
          {t("Nothing has been done yet. What you start, stop or move appears here.")}
        </p>
      ) : (
        <ul aria-label={t("Newest operations")}>
          {operations.slice(0, shown).map((operation) => (
            <OperationItem key={operation.id} operation={operation} />
          ))}
        </ul>
      )}
      <p className="px-3.5 py-2">
        <Link href="/operations/" prefetch={false} className="text-accent underline-offset-2 hover:underline">
          {t("All operations")}
        </Link>
      </p>
    </>
  );
}
