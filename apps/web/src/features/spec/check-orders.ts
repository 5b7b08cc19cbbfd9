import type { Translate } from "#lib/messages/translate.ts";
import type { Fault } from "./fault-fields.ts";
import type { FormValues } from "./form-values.ts";

/** What of the guest's first orders cloud-init would not do as written. Where there are none, no reader of YAML is loaded. */
export async function checkOrders({ cloudInit }: FormValues, t: Translate): Promise<Fault[]> {
  if (!cloudInit.given) return [];
  const { checkNetworkConfig, checkUserData, remarkText } = await import("./cloud-config/check-user-data.ts");
  const documents = {
    userData: checkUserData(cloudInit.userData, t).faults,
    networkConfig: checkNetworkConfig(cloudInit.kept.networkConfig ?? "", t),
  };
  return Object.entries(documents)
    .filter(([, faults]) => faults.length > 0)
    .map(([document, faults]) => ({
      path: `spec.cloudInit.${document}`,
      message: faults.map((fault) => remarkText(fault, t)).join("; "),
    }));
}
