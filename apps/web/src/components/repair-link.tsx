import { repairHref } from "#lib/addresses.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import Link from "next/link";

/** Leads to the page on which both hosts of an unfinished migration are looked at. */
export function RepairLink({ instance }: { instance: string }) {
  const t = useT();
  return (
    <Link href={repairHref(instance)} prefetch={false} className="text-accent underline underline-offset-2">
      {t("Repair {instance}: look at both hosts", { instance })}
    </Link>
  );
}
