import type { Fault } from "./fault-fields.ts";
import type { FormValues } from "./form-values.ts";

/** What of the guest's first orders cloud-init would not do as written. Where there are none, no reader of YAML is loaded. */
export async function checkOrders({ cloudInit }: FormValues): Promise<Fault[]> {
  if (!cloudInit.given) return [];
  const { checkUserData, remarkText } = await import("./cloud-config/check-user-data.ts");
  const { faults } = checkUserData(cloudInit.userData);
  if (faults.length === 0) return [];
  return [{ path: "spec.cloudInit.userData", message: faults.map(remarkText).join("; ") }];
}
