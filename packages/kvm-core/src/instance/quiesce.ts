/**
 * Brings the guest's file systems to rest, so that a copy of its disks is more than what a power failure would leave;
 * disposing what it returns lets them go on.
 */
export type Quiesce = () => Promise<AsyncDisposable>;
