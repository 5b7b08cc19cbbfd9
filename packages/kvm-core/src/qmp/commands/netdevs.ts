import type { Patience } from "../waiting.ts";
import type { QmpCaller } from "./ask.ts";
import type { Members } from "./block-graph.ts";

/** Opens the host's side of a network interface (`type`, `id`, ...). */
export async function netdevAdd(caller: QmpCaller, netdev: Members, options?: Patience): Promise<void> {
  await caller.executeUnchecked("netdev_add", netdev, options);
}

/** Closes the host's side of a network interface. First the device has to be gone. */
export async function netdevDel(caller: QmpCaller, id: string, options?: Patience): Promise<void> {
  await caller.execute("netdev_del", { id }, options);
}

/** Plugs the cable of a network interface in or pulls it; the guest sees its link change. `name` is the device's id. */
export async function setLink(
  caller: QmpCaller,
  { name, up }: { readonly name: string; readonly up: boolean },
  options?: Patience,
): Promise<void> {
  await caller.execute("set_link", { name, up }, options);
}
