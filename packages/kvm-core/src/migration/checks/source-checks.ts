import { deviceIds } from "../../command-line/index.ts";
import { argvOf, type Instance, type LiveQemu, placesOf } from "../../instance/index.ts";
import type { Check } from "../../model/migration.ts";
import { isAllowed, whyNot } from "../../model/state.ts";
import { qomList } from "../../qmp/index.ts";
import { type CheckResult, fail, pass } from "./check-result.ts";

/** What the source itself finds. */
export async function sourceChecks(instance: Instance): Promise<Check[]> {
  const { live } = instance;
  const checks: Check[] = [{ code: "wrong_state", ...state(instance) }];
  if (live === undefined) return checks;
  const strange = await strangeDevices(instance, live);
  return [
    ...checks,
    { code: "blocked_by_qemu", ...(await blocked(live)) },
    { code: "passthrough_device", ...passthrough(strange) },
    { code: "device_not_in_spec", ...notInSpec(strange) },
  ];
}

function state({ state, name }: Instance): CheckResult {
  const reason = isAllowed("migrate", state) || state === "migrating" ? undefined : whyNot("migrate", state);
  if (reason === undefined) return pass("It is in a state that can move.", state);
  return fail(`${name}: ${reason}`, {
    evidence: state,
    fix: "Start it first, or start it on the other host.",
  });
}

async function blocked({ monitor }: LiveQemu): Promise<CheckResult> {
  const reasons = blockedReasons(await monitor.execute("query-migrate"));
  if (reasons.length === 0) return pass("QEMU sees nothing that blocks it.", "query-migrate");
  return fail(`QEMU cannot migrate it: ${reasons.join("; ")}`, {
    evidence: "query-migrate",
    fix: "Remove the device that QEMU names.",
  });
}

/** A device that QEMU has and the spec does not: plugged in by somebody else, through the rescue monitor. */
interface StrangeDevice {
  readonly id: string;
  readonly driver: string;
}

async function strangeDevices(instance: Instance, { monitor, runtime }: LiveQemu): Promise<StrangeDevice[]> {
  const { services, stored } = instance;
  const machine = runtime.machine;
  const { uuid, spec } = stored;
  const argv = await argvOf(services, { uuid, spec, machine, places: placesOf(instance) });
  const known = deviceIds(argv);
  const [named, nameless] = await Promise.all([
    qomList(monitor, "/machine/peripheral"),
    qomList(monitor, "/machine/peripheral-anon"),
  ]);
  const devices = [...named, ...nameless].flatMap(({ name, type }) => {
    const driver = /^child<(.+)>$/.exec(type)?.[1];
    return driver === undefined ? [] : [{ id: name, driver }];
  });
  return devices.filter(({ id }) => !known.includes(id));
}

function isPassthrough({ driver }: StrangeDevice): boolean {
  return /^(?:vfio-|usb-host|scsi-block|scsi-generic)/.test(driver);
}

/** Exported for a host that has no device to hand over. */
export function passthrough(strange: readonly StrangeDevice[]): CheckResult {
  const devices = strange.filter(isPassthrough);
  if (devices.length === 0) return pass("No device of this host is handed to the guest.", "asked QEMU");
  return fail("A device of this host is handed to the guest, and cannot move with it.", {
    evidence: shown(devices),
    fix: "Unplug it first.",
  });
}

function notInSpec(strange: readonly StrangeDevice[]): CheckResult {
  const devices = strange.filter((device) => !isPassthrough(device));
  if (devices.length === 0) return pass("The guest has the devices of its spec and no others.", "asked QEMU");
  return fail("The guest has a device that its spec does not name; the target would not have it.", {
    evidence: shown(devices),
    fix: `Unplug it the way it was plugged in: device_del ${devices[0]?.id ?? ""}`,
  });
}

function shown(devices: readonly StrangeDevice[]): string {
  return devices.map(({ id, driver }) => `${id} (${driver})`).join(", ");
}

function blockedReasons(reply: unknown): string[] {
  if (typeof reply !== "object" || reply === null || !("blocked-reasons" in reply)) return [];
  const reasons = reply["blocked-reasons"];
  return Array.isArray(reasons) ? reasons.map(String) : [];
}
