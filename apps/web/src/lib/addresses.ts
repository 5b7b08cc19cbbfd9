/** The tabs of an instance's page, after its overview. */
export type InstanceTab = "console" | "migrate" | "disks" | "network" | "log" | "history";

/**
 * In place of a host in the address: the instance's own, for a new QEMU process. Its name would be mistaken for that of a
 * host which the instance has reached since.
 */
export const ownHostTarget = "~";

/** Address of an instance's page. */
export function instanceHref(name: string, tab?: InstanceTab): string {
  const query = new URLSearchParams({ name, ...(tab === undefined ? {} : { tab }) });
  return `/instance/?${query.toString()}`;
}

/** Address of the wizard for a move to a new QEMU process of the instance's own host. */
export function newQemuHref(name: string): string {
  const query = new URLSearchParams({ name, tab: "migrate", target: ownHostTarget, step: "checks" });
  return `/instance/?${query.toString()}`;
}

/** Address of the form that changes an instance. */
export function editHref(name: string): string {
  return `/edit/?${new URLSearchParams({ name }).toString()}`;
}

/** Address of a host's page. */
export function hostHref(name: string): string {
  return `/host/?${new URLSearchParams({ name }).toString()}`;
}

/** Address of the page on which both hosts of an unfinished migration are looked at. */
export function repairHref(instance: string): string {
  return `/repair/?${new URLSearchParams({ instance }).toString()}`;
}
