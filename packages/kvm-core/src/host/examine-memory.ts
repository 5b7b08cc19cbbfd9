import type { Finding } from "../model/index.ts";
import { readMemory } from "./read-proc.ts";

const shortMiB = 512;

/** Memory and huge pages. */
export async function examineMemory(): Promise<Finding[]> {
  const { totalMiB, availableMiB, hugePages } = await readMemory();
  return [
    availableMiB < shortMiB
      ? {
          code: "memory_short",
          level: "warn",
          message: `Only ${availableMiB} of ${totalMiB} MiB of memory are available.`,
          fix: "Stop instances or other programs, or add memory.",
        }
      : {
          code: "memory",
          level: "ok",
          message: `${availableMiB} of ${totalMiB} MiB of memory are available.`,
        },
    ...(hugePages.total > 0 && hugePages.free === hugePages.total ? [unusedHugePages(hugePages)] : []),
  ];
}

function unusedHugePages({ total, sizeKiB }: { total: number; sizeKiB: number }): Finding {
  return {
    code: "huge_pages_unused",
    level: "warn",
    message: `${Math.floor((total * sizeKiB) / 1024)} MiB are set aside as huge pages that nothing uses.`,
    fix: "Instances use ordinary memory: free it with `sysctl vm.nr_hugepages=0` unless another program needs it.",
  };
}
