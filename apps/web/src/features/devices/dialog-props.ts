import type { DiskSpec, InstanceDetail, InstanceSummary } from "@gantry/kvm-core/model";

/** What a dialog about an instance's devices is given. */
export interface DeviceDialogProps {
  readonly instance: InstanceSummary;
  readonly detail: InstanceDetail;
  readonly onClose: () => void;
}

/** What a dialog about one disk is given. */
export interface DiskDialogProps extends DeviceDialogProps {
  readonly disk: DiskSpec;
}
