// Generated from query-qmp-schema of QEMU 7.2.22 by scripts/generate-qmp-types.ts. Do not edit.

import type * as qmp from "./types.ts";

/** The data of every event of this QEMU. */
export interface QmpEvents {
  ACPI_DEVICE_OST: qmp.AcpiDeviceOstEvent;
  BALLOON_CHANGE: qmp.BalloonChangeEvent;
  BLOCK_EXPORT_DELETED: qmp.BlockExportDeletedEvent;
  BLOCK_IMAGE_CORRUPTED: qmp.BlockImageCorruptedEvent;
  BLOCK_IO_ERROR: qmp.BlockIoErrorEvent;
  BLOCK_JOB_CANCELLED: qmp.BlockJobCancelledEvent;
  BLOCK_JOB_COMPLETED: qmp.BlockJobCompletedEvent;
  BLOCK_JOB_ERROR: qmp.BlockJobErrorEvent;
  BLOCK_JOB_PENDING: qmp.BlockJobPendingEvent;
  BLOCK_JOB_READY: qmp.BlockJobReadyEvent;
  BLOCK_WRITE_THRESHOLD: qmp.BlockWriteThresholdEvent;
  COLO_EXIT: qmp.ColoExitEvent;
  DEVICE_DELETED: qmp.DeviceDeletedEvent;
  DEVICE_TRAY_MOVED: qmp.DeviceTrayMovedEvent;
  DEVICE_UNPLUG_GUEST_ERROR: qmp.DeviceUnplugGuestErrorEvent;
  DUMP_COMPLETED: qmp.DumpCompletedEvent;
  FAILOVER_NEGOTIATED: qmp.FailoverNegotiatedEvent;
  GUEST_CRASHLOADED: qmp.GuestCrashloadedEvent;
  GUEST_PANICKED: qmp.GuestPanickedEvent;
  JOB_STATUS_CHANGE: qmp.JobStatusChangeEvent;
  MEMORY_DEVICE_SIZE_CHANGE: qmp.MemoryDeviceSizeChangeEvent;
  MEMORY_FAILURE: qmp.MemoryFailureEvent;
  /** @deprecated by QEMU: it will be removed. */
  MEM_UNPLUG_ERROR: qmp.MemUnplugErrorEvent;
  MIGRATION: qmp.MigrationEvent;
  MIGRATION_PASS: qmp.MigrationPassEvent;
  NETDEV_STREAM_CONNECTED: qmp.NetdevStreamConnectedEvent;
  NETDEV_STREAM_DISCONNECTED: qmp.NetdevStreamDisconnectedEvent;
  NIC_RX_FILTER_CHANGED: qmp.NicRxFilterChangedEvent;
  POWERDOWN: Readonly<Record<string, never>>;
  PR_MANAGER_STATUS_CHANGED: qmp.PrManagerStatusChangedEvent;
  QUORUM_FAILURE: qmp.QuorumFailureEvent;
  QUORUM_REPORT_BAD: qmp.QuorumReportBadEvent;
  RDMA_GID_STATUS_CHANGED: qmp.RdmaGidStatusChangedEvent;
  RESET: qmp.ResetEvent;
  RESUME: Readonly<Record<string, never>>;
  RTC_CHANGE: qmp.RtcChangeEvent;
  SHUTDOWN: qmp.ShutdownEvent;
  SPICE_CONNECTED: qmp.SpiceConnectedEvent;
  SPICE_DISCONNECTED: qmp.SpiceDisconnectedEvent;
  SPICE_INITIALIZED: qmp.SpiceInitializedEvent;
  SPICE_MIGRATE_COMPLETED: Readonly<Record<string, never>>;
  STOP: Readonly<Record<string, never>>;
  SUSPEND: Readonly<Record<string, never>>;
  SUSPEND_DISK: Readonly<Record<string, never>>;
  UNPLUG_PRIMARY: qmp.UnplugPrimaryEvent;
  VFU_CLIENT_HANGUP: qmp.VfuClientHangupEvent;
  VNC_CONNECTED: qmp.VncConnectedEvent;
  VNC_DISCONNECTED: qmp.VncDisconnectedEvent;
  VNC_INITIALIZED: qmp.VncInitializedEvent;
  VSERPORT_CHANGE: qmp.VserportChangeEvent;
  WAKEUP: Readonly<Record<string, never>>;
  WATCHDOG: qmp.WatchdogEvent;
}

/** The names of {@link QmpEvents}. */
export const qmpEventNames = [
  "ACPI_DEVICE_OST",
  "BALLOON_CHANGE",
  "BLOCK_EXPORT_DELETED",
  "BLOCK_IMAGE_CORRUPTED",
  "BLOCK_IO_ERROR",
  "BLOCK_JOB_CANCELLED",
  "BLOCK_JOB_COMPLETED",
  "BLOCK_JOB_ERROR",
  "BLOCK_JOB_PENDING",
  "BLOCK_JOB_READY",
  "BLOCK_WRITE_THRESHOLD",
  "COLO_EXIT",
  "DEVICE_DELETED",
  "DEVICE_TRAY_MOVED",
  "DEVICE_UNPLUG_GUEST_ERROR",
  "DUMP_COMPLETED",
  "FAILOVER_NEGOTIATED",
  "GUEST_CRASHLOADED",
  "GUEST_PANICKED",
  "JOB_STATUS_CHANGE",
  "MEMORY_DEVICE_SIZE_CHANGE",
  "MEMORY_FAILURE",
  "MEM_UNPLUG_ERROR",
  "MIGRATION",
  "MIGRATION_PASS",
  "NETDEV_STREAM_CONNECTED",
  "NETDEV_STREAM_DISCONNECTED",
  "NIC_RX_FILTER_CHANGED",
  "POWERDOWN",
  "PR_MANAGER_STATUS_CHANGED",
  "QUORUM_FAILURE",
  "QUORUM_REPORT_BAD",
  "RDMA_GID_STATUS_CHANGED",
  "RESET",
  "RESUME",
  "RTC_CHANGE",
  "SHUTDOWN",
  "SPICE_CONNECTED",
  "SPICE_DISCONNECTED",
  "SPICE_INITIALIZED",
  "SPICE_MIGRATE_COMPLETED",
  "STOP",
  "SUSPEND",
  "SUSPEND_DISK",
  "UNPLUG_PRIMARY",
  "VFU_CLIENT_HANGUP",
  "VNC_CONNECTED",
  "VNC_DISCONNECTED",
  "VNC_INITIALIZED",
  "VSERPORT_CHANGE",
  "WAKEUP",
  "WATCHDOG",
] as const;
