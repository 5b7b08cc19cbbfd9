import type { InstanceSummary } from "@gantry/kvm-core/model";
export function MigrateTab({ instance }: { instance: InstanceSummary }) {
  return <p>{instance.name}</p>;
}
