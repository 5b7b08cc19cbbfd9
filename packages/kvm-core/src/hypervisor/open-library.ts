import { dirname } from "node:path";
import { ImageLibrary, Pool } from "../images/index.ts";
import { whyClosedTo } from "../host/index.ts";
import type { HostServices } from "../instance/index.ts";
import { letThroughState } from "../instance/open-to-account.ts";
import { GantryError } from "../model/error.ts";
import type { HypervisorConfig } from "./hypervisor-config.ts";

/**
 * Makes the pools' directories and lets QEMU's account through to them. A pool that cannot be made, as on storage that is not
 * mounted, is told to the log, and what is in it is not shown; guests that need nothing of it run.
 */
export async function openLibrary(
  { pools, imageMaxBytes }: Pick<HypervisorConfig, "pools" | "imageMaxBytes">,
  services: HostServices,
): Promise<ImageLibrary> {
  const made = pools.map(({ name, path }) => new Pool(name, path));
  for (const pool of made) {
    try {
      await pool.prepare();
      await openToQemu(pool, services);
    } catch (error) {
      services.log("warn", `pool ${pool.name} cannot be used`, { error: GantryError.from(error).message });
    }
  }
  return new ImageLibrary({ pools: made, mostBytes: imageMaxBytes, log: services.log });
}

async function openToQemu(pool: Pool, { qemuUser, layout, log }: HostServices): Promise<void> {
  if (qemuUser === undefined) return;
  const account = qemuUser.accountFor("00000000-0000-4000-8000-000000000000");
  const { stateDir } = layout.directories;
  const inState: string[] = [];
  for (let path = pool.path; path.startsWith(`${stateDir}/`); path = dirname(path)) inState.unshift(path);
  if (inState.length > 0) await letThroughState(layout, inState, account);
  const closed = await whyClosedTo(account, pool.disksDir, "enter");
  if (closed !== undefined) log("warn", `pool ${pool.name}: ${closed.message}`, { fix: closed.fix });
}
