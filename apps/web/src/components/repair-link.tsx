import { repairHref } from "#lib/addresses.ts";
import Link from "next/link";

/** Leads to the page on which both hosts of an unfinished migration are looked at. */
export function RepairLink({ instance }: { instance: string }) {
  return (
    <Link href={repairHref(instance)} prefetch={false} className="text-accent underline underline-offset-2">
      Repair {instance}: look at both hosts
    </Link>
  );
}
