// Generated from query-qmp-schema of QEMU 7.2.22 by scripts/generate-qmp-types.ts. Do not edit.

import type * as qmp from "./types.ts";

/** Every command of this QEMU. */
export interface QmpCommands {
  "add-fd": {
    arguments: qmp.AddFd;
    returns: qmp.AddFdReturn;
  };
  add_client: {
    arguments: qmp.AddClient;
    returns: Readonly<Record<string, never>>;
  };
  "announce-self": {
    arguments: qmp.AnnounceSelf;
    returns: Readonly<Record<string, never>>;
  };
  balloon: {
    arguments: qmp.Balloon;
    returns: Readonly<Record<string, never>>;
  };
  "block-commit": {
    arguments: qmp.BlockCommit;
    returns: Readonly<Record<string, never>>;
  };
  "block-dirty-bitmap-add": {
    arguments: qmp.BlockDirtyBitmapAdd;
    returns: Readonly<Record<string, never>>;
  };
  "block-dirty-bitmap-clear": {
    arguments: qmp.BlockDirtyBitmapClear;
    returns: Readonly<Record<string, never>>;
  };
  "block-dirty-bitmap-disable": {
    arguments: qmp.BlockDirtyBitmapClear;
    returns: Readonly<Record<string, never>>;
  };
  "block-dirty-bitmap-enable": {
    arguments: qmp.BlockDirtyBitmapClear;
    returns: Readonly<Record<string, never>>;
  };
  "block-dirty-bitmap-merge": {
    arguments: qmp.BlockDirtyBitmapMerge;
    returns: Readonly<Record<string, never>>;
  };
  "block-dirty-bitmap-remove": {
    arguments: qmp.BlockDirtyBitmapClear;
    returns: Readonly<Record<string, never>>;
  };
  "block-export-add": {
    arguments: qmp.BlockExportAdd;
    returns: Readonly<Record<string, never>>;
  };
  "block-export-del": {
    arguments: qmp.BlockExportDel;
    returns: Readonly<Record<string, never>>;
  };
  "block-job-cancel": {
    arguments: qmp.BlockJobCancel;
    returns: Readonly<Record<string, never>>;
  };
  "block-job-complete": {
    arguments: qmp.BlockJobComplete;
    returns: Readonly<Record<string, never>>;
  };
  "block-job-dismiss": {
    arguments: qmp.BlockJobDismiss;
    returns: Readonly<Record<string, never>>;
  };
  "block-job-finalize": {
    arguments: qmp.BlockJobFinalize;
    returns: Readonly<Record<string, never>>;
  };
  "block-job-pause": {
    arguments: qmp.BlockJobPause;
    returns: Readonly<Record<string, never>>;
  };
  "block-job-resume": {
    arguments: qmp.BlockJobResume;
    returns: Readonly<Record<string, never>>;
  };
  "block-job-set-speed": {
    arguments: qmp.BlockJobSetSpeed;
    returns: Readonly<Record<string, never>>;
  };
  "block-latency-histogram-set": {
    arguments: qmp.BlockLatencyHistogramSet;
    returns: Readonly<Record<string, never>>;
  };
  "block-set-write-threshold": {
    arguments: qmp.BlockSetWriteThreshold;
    returns: Readonly<Record<string, never>>;
  };
  "block-stream": {
    arguments: qmp.BlockStream;
    returns: Readonly<Record<string, never>>;
  };
  block_resize: {
    arguments: qmp.BlockResize;
    returns: Readonly<Record<string, never>>;
  };
  block_set_io_throttle: {
    arguments: qmp.BlockSetIoThrottle;
    returns: Readonly<Record<string, never>>;
  };
  "blockdev-add": {
    arguments: qmp.BlockdevAdd;
    returns: Readonly<Record<string, never>>;
  };
  "blockdev-backup": {
    arguments: qmp.BlockdevBackup;
    returns: Readonly<Record<string, never>>;
  };
  "blockdev-change-medium": {
    arguments: qmp.BlockdevChangeMedium;
    returns: Readonly<Record<string, never>>;
  };
  "blockdev-close-tray": {
    arguments: qmp.BlockdevCloseTray;
    returns: Readonly<Record<string, never>>;
  };
  "blockdev-create": {
    arguments: qmp.BlockdevCreate;
    returns: Readonly<Record<string, never>>;
  };
  "blockdev-del": {
    arguments: qmp.BlockdevDel;
    returns: Readonly<Record<string, never>>;
  };
  "blockdev-insert-medium": {
    arguments: qmp.BlockdevInsertMedium;
    returns: Readonly<Record<string, never>>;
  };
  "blockdev-mirror": {
    arguments: qmp.BlockdevMirror;
    returns: Readonly<Record<string, never>>;
  };
  "blockdev-open-tray": {
    arguments: qmp.BlockdevOpenTray;
    returns: Readonly<Record<string, never>>;
  };
  "blockdev-remove-medium": {
    arguments: qmp.BlockdevRemoveMedium;
    returns: Readonly<Record<string, never>>;
  };
  "blockdev-reopen": {
    arguments: qmp.BlockdevReopen;
    returns: Readonly<Record<string, never>>;
  };
  "blockdev-snapshot": {
    arguments: qmp.BlockdevSnapshot;
    returns: Readonly<Record<string, never>>;
  };
  "blockdev-snapshot-delete-internal-sync": {
    arguments: qmp.BlockdevSnapshotDeleteInternalSync;
    returns: qmp.BlockdevSnapshotDeleteInternalSyncReturn;
  };
  "blockdev-snapshot-internal-sync": {
    arguments: qmp.BlockdevSnapshotInternalSync;
    returns: Readonly<Record<string, never>>;
  };
  "blockdev-snapshot-sync": {
    arguments: qmp.BlockdevSnapshotSync;
    returns: Readonly<Record<string, never>>;
  };
  "calc-dirty-rate": {
    arguments: qmp.CalcDirtyRate;
    returns: Readonly<Record<string, never>>;
  };
  "cancel-vcpu-dirty-limit": {
    arguments: qmp.CancelVcpuDirtyLimit;
    returns: Readonly<Record<string, never>>;
  };
  "change-backing-file": {
    arguments: qmp.ChangeBackingFile;
    returns: Readonly<Record<string, never>>;
  };
  "change-vnc-password": {
    arguments: qmp.ChangeVncPassword;
    returns: Readonly<Record<string, never>>;
  };
  "chardev-add": {
    arguments: qmp.ChardevAdd;
    returns: qmp.ChardevAddReturn;
  };
  "chardev-change": {
    arguments: qmp.ChardevChange;
    returns: qmp.ChardevAddReturn;
  };
  "chardev-remove": {
    arguments: qmp.ChardevRemove;
    returns: Readonly<Record<string, never>>;
  };
  "chardev-send-break": {
    arguments: qmp.ChardevSendBreak;
    returns: Readonly<Record<string, never>>;
  };
  client_migrate_info: {
    arguments: qmp.ClientMigrateInfo;
    returns: Readonly<Record<string, never>>;
  };
  closefd: {
    arguments: qmp.Closefd;
    returns: Readonly<Record<string, never>>;
  };
  cont: {
    arguments: Readonly<Record<string, never>>;
    returns: Readonly<Record<string, never>>;
  };
  "device-list-properties": {
    arguments: qmp.DeviceListProperties;
    returns: readonly qmp.DeviceListPropertiesReturn[];
  };
  device_add: {
    arguments: qmp.DeviceAdd & Readonly<Record<string, unknown>>;
    returns: Readonly<Record<string, never>>;
  };
  device_del: {
    arguments: qmp.DeviceDel;
    returns: Readonly<Record<string, never>>;
  };
  "display-reload": {
    arguments: qmp.DisplayReload;
    returns: Readonly<Record<string, never>>;
  };
  "display-update": {
    arguments: qmp.DisplayUpdate;
    returns: Readonly<Record<string, never>>;
  };
  /** @deprecated by QEMU: it will be removed. */
  "drive-backup": {
    arguments: qmp.DriveBackup;
    returns: Readonly<Record<string, never>>;
  };
  "drive-mirror": {
    arguments: qmp.DriveMirror;
    returns: Readonly<Record<string, never>>;
  };
  "dump-guest-memory": {
    arguments: qmp.DumpGuestMemory;
    returns: Readonly<Record<string, never>>;
  };
  dumpdtb: {
    arguments: qmp.Dumpdtb;
    returns: Readonly<Record<string, never>>;
  };
  eject: {
    arguments: qmp.Eject;
    returns: Readonly<Record<string, never>>;
  };
  expire_password: {
    arguments: qmp.ExpirePassword;
    returns: Readonly<Record<string, never>>;
  };
  getfd: {
    arguments: qmp.Getfd;
    returns: Readonly<Record<string, never>>;
  };
  "human-monitor-command": {
    arguments: qmp.HumanMonitorCommand;
    returns: string;
  };
  "inject-nmi": {
    arguments: Readonly<Record<string, never>>;
    returns: Readonly<Record<string, never>>;
  };
  "input-send-event": {
    arguments: qmp.InputSendEvent;
    returns: Readonly<Record<string, never>>;
  };
  "job-cancel": {
    arguments: qmp.JobCancel;
    returns: Readonly<Record<string, never>>;
  };
  "job-complete": {
    arguments: qmp.JobComplete;
    returns: Readonly<Record<string, never>>;
  };
  "job-dismiss": {
    arguments: qmp.JobDismiss;
    returns: Readonly<Record<string, never>>;
  };
  "job-finalize": {
    arguments: qmp.JobFinalize;
    returns: Readonly<Record<string, never>>;
  };
  "job-pause": {
    arguments: qmp.JobPause;
    returns: Readonly<Record<string, never>>;
  };
  "job-resume": {
    arguments: qmp.JobResume;
    returns: Readonly<Record<string, never>>;
  };
  memsave: {
    arguments: qmp.Memsave;
    returns: Readonly<Record<string, never>>;
  };
  migrate: {
    arguments: qmp.Migrate;
    returns: Readonly<Record<string, never>>;
  };
  "migrate-continue": {
    arguments: qmp.MigrateContinue;
    returns: Readonly<Record<string, never>>;
  };
  "migrate-incoming": {
    arguments: qmp.MigrateIncoming;
    returns: Readonly<Record<string, never>>;
  };
  "migrate-pause": {
    arguments: Readonly<Record<string, never>>;
    returns: Readonly<Record<string, never>>;
  };
  "migrate-recover": {
    arguments: qmp.MigrateRecover;
    returns: Readonly<Record<string, never>>;
  };
  "migrate-set-capabilities": {
    arguments: qmp.MigrateSetCapabilities;
    returns: Readonly<Record<string, never>>;
  };
  "migrate-set-parameters": {
    arguments: qmp.MigrateSetParameters;
    returns: Readonly<Record<string, never>>;
  };
  "migrate-start-postcopy": {
    arguments: Readonly<Record<string, never>>;
    returns: Readonly<Record<string, never>>;
  };
  migrate_cancel: {
    arguments: Readonly<Record<string, never>>;
    returns: Readonly<Record<string, never>>;
  };
  /** @deprecated by QEMU: it will be removed. */
  "nbd-server-add": {
    arguments: qmp.NbdServerAdd;
    returns: Readonly<Record<string, never>>;
  };
  /** @deprecated by QEMU: it will be removed. */
  "nbd-server-remove": {
    arguments: qmp.NbdServerRemove;
    returns: Readonly<Record<string, never>>;
  };
  "nbd-server-start": {
    arguments: qmp.NbdServerStart;
    returns: Readonly<Record<string, never>>;
  };
  "nbd-server-stop": {
    arguments: Readonly<Record<string, never>>;
    returns: Readonly<Record<string, never>>;
  };
  netdev_add: {
    arguments: qmp.NetdevAdd;
    returns: Readonly<Record<string, never>>;
  };
  netdev_del: {
    arguments: qmp.NetdevDel;
    returns: Readonly<Record<string, never>>;
  };
  "object-add": {
    arguments: qmp.ObjectAdd;
    returns: Readonly<Record<string, never>>;
  };
  "object-del": {
    arguments: qmp.ObjectDel;
    returns: Readonly<Record<string, never>>;
  };
  pmemsave: {
    arguments: qmp.Pmemsave;
    returns: Readonly<Record<string, never>>;
  };
  qmp_capabilities: {
    arguments: qmp.QmpCapabilities;
    returns: Readonly<Record<string, never>>;
  };
  "qom-get": {
    arguments: qmp.QomGet;
    returns: unknown;
  };
  "qom-list": {
    arguments: qmp.QomList;
    returns: readonly qmp.DeviceListPropertiesReturn[];
  };
  "qom-list-properties": {
    arguments: qmp.QomListProperties;
    returns: readonly qmp.DeviceListPropertiesReturn[];
  };
  "qom-list-types": {
    arguments: qmp.QomListTypes;
    returns: readonly qmp.QomListTypesReturn[];
  };
  "qom-set": {
    arguments: qmp.QomSet;
    returns: Readonly<Record<string, never>>;
  };
  "query-acpi-ospm-status": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryAcpiOspmStatusReturn[];
  };
  "query-balloon": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QueryBalloonReturn;
  };
  "query-block": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryBlockReturn[];
  };
  "query-block-exports": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryBlockExportsReturn[];
  };
  "query-block-jobs": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryBlockJobsReturn[];
  };
  "query-blockstats": {
    arguments: qmp.QueryBlockstats;
    returns: readonly qmp.QueryBlockstatsReturn[];
  };
  "query-chardev": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryChardevReturn[];
  };
  "query-chardev-backends": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryChardevBackendsReturn[];
  };
  "query-colo-status": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QueryColoStatusReturn;
  };
  "query-command-line-options": {
    arguments: qmp.QueryCommandLineOptions;
    returns: readonly qmp.QueryCommandLineOptionsReturn[];
  };
  "query-commands": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryCommandsReturn[];
  };
  "query-cpu-definitions": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryCpuDefinitionsReturn[];
  };
  "query-cpu-model-expansion": {
    arguments: qmp.QueryCpuModelExpansion;
    returns: qmp.QueryCpuModelExpansionReturn;
  };
  "query-cpus-fast": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryCpusFastReturn[];
  };
  "query-current-machine": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QueryCurrentMachineReturn;
  };
  "query-dirty-rate": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QueryDirtyRateReturn;
  };
  "query-display-options": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QueryDisplayOptionsReturn;
  };
  "query-dump": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QueryDumpReturn;
  };
  "query-dump-guest-memory-capability": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QueryDumpGuestMemoryCapabilityReturn;
  };
  "query-fdsets": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryFdsetsReturn[];
  };
  "query-hotpluggable-cpus": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryHotpluggableCpusReturn[];
  };
  "query-iothreads": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryIothreadsReturn[];
  };
  "query-jobs": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryJobsReturn[];
  };
  "query-kvm": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QueryKvmReturn;
  };
  "query-machines": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryMachinesReturn[];
  };
  "query-memdev": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryMemdevReturn[];
  };
  "query-memory-devices": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryMemoryDevicesReturn[];
  };
  "query-memory-size-summary": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QueryMemorySizeSummaryReturn;
  };
  "query-mice": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryMiceReturn[];
  };
  "query-migrate": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QueryMigrateReturn;
  };
  "query-migrate-capabilities": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryMigrateCapabilitiesReturn[];
  };
  "query-migrate-parameters": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QueryMigrateParametersReturn;
  };
  "query-name": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QueryNameReturn;
  };
  "query-named-block-nodes": {
    arguments: qmp.QueryNamedBlockNodes;
    returns: readonly qmp.QueryNamedBlockNodesReturn[];
  };
  "query-pci": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryPciReturn[];
  };
  "query-pr-managers": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryPrManagersReturn[];
  };
  "query-qmp-schema": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryQmpSchemaReturn[];
  };
  "query-replay": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QueryReplayReturn;
  };
  "query-rocker": {
    arguments: qmp.QueryRocker;
    returns: qmp.QueryRockerReturn;
  };
  "query-rocker-of-dpa-flows": {
    arguments: qmp.QueryRockerOfDpaFlows;
    returns: readonly qmp.QueryRockerOfDpaFlowsReturn[];
  };
  "query-rocker-of-dpa-groups": {
    arguments: qmp.QueryRockerOfDpaGroups;
    returns: readonly qmp.QueryRockerOfDpaGroupsReturn[];
  };
  "query-rocker-ports": {
    arguments: qmp.QueryRockerPorts;
    returns: readonly qmp.QueryRockerPortsReturn[];
  };
  "query-rx-filter": {
    arguments: qmp.QueryRxFilter;
    returns: readonly qmp.QueryRxFilterReturn[];
  };
  "query-sev": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QuerySevReturn;
  };
  "query-sev-attestation-report": {
    arguments: qmp.QuerySevAttestationReport;
    returns: qmp.QuerySevAttestationReportReturn;
  };
  "query-sev-capabilities": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QuerySevCapabilitiesReturn;
  };
  "query-sev-launch-measure": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QuerySevLaunchMeasureReturn;
  };
  "query-sgx": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QuerySgxReturn;
  };
  "query-sgx-capabilities": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QuerySgxReturn;
  };
  "query-spice": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QuerySpiceReturn;
  };
  "query-stats": {
    arguments: qmp.QueryStats;
    returns: readonly qmp.QueryStatsReturn[];
  };
  "query-stats-schemas": {
    arguments: qmp.QueryStatsSchemas;
    returns: readonly qmp.QueryStatsSchemasReturn[];
  };
  "query-status": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QueryStatusReturn;
  };
  "query-target": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QueryTargetReturn;
  };
  "query-tpm": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryTpmReturn[];
  };
  "query-tpm-models": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryTpmModelsReturn[];
  };
  "query-tpm-types": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryTpmTypesReturn[];
  };
  "query-uuid": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QueryUuidReturn;
  };
  "query-vcpu-dirty-limit": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryVcpuDirtyLimitReturn[];
  };
  "query-version": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QueryVersionReturn;
  };
  "query-vm-generation-id": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QueryVmGenerationIdReturn;
  };
  "query-vnc": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QueryVncReturn;
  };
  "query-vnc-servers": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryVncServersReturn[];
  };
  "query-xen-replication-status": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.QueryXenReplicationStatusReturn;
  };
  "query-yank": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.QueryYankReturn[];
  };
  quit: {
    arguments: Readonly<Record<string, never>>;
    returns: Readonly<Record<string, never>>;
  };
  "remove-fd": {
    arguments: qmp.RemoveFd;
    returns: Readonly<Record<string, never>>;
  };
  "replay-break": {
    arguments: qmp.ReplayBreak;
    returns: Readonly<Record<string, never>>;
  };
  "replay-delete-break": {
    arguments: Readonly<Record<string, never>>;
    returns: Readonly<Record<string, never>>;
  };
  "replay-seek": {
    arguments: qmp.ReplaySeek;
    returns: Readonly<Record<string, never>>;
  };
  "ringbuf-read": {
    arguments: qmp.RingbufRead;
    returns: string;
  };
  "ringbuf-write": {
    arguments: qmp.RingbufWrite;
    returns: Readonly<Record<string, never>>;
  };
  "rtc-reset-reinjection": {
    arguments: Readonly<Record<string, never>>;
    returns: Readonly<Record<string, never>>;
  };
  screendump: {
    arguments: qmp.Screendump;
    returns: Readonly<Record<string, never>>;
  };
  "send-key": {
    arguments: qmp.SendKey;
    returns: Readonly<Record<string, never>>;
  };
  "set-action": {
    arguments: qmp.SetAction;
    returns: Readonly<Record<string, never>>;
  };
  "set-numa-node": {
    arguments: qmp.SetNumaNode;
    returns: Readonly<Record<string, never>>;
  };
  "set-vcpu-dirty-limit": {
    arguments: qmp.SetVcpuDirtyLimit;
    returns: Readonly<Record<string, never>>;
  };
  set_link: {
    arguments: qmp.SetLink;
    returns: Readonly<Record<string, never>>;
  };
  set_password: {
    arguments: qmp.SetPassword;
    returns: Readonly<Record<string, never>>;
  };
  "sev-inject-launch-secret": {
    arguments: qmp.SevInjectLaunchSecret;
    returns: Readonly<Record<string, never>>;
  };
  "snapshot-delete": {
    arguments: qmp.SnapshotDelete;
    returns: Readonly<Record<string, never>>;
  };
  "snapshot-load": {
    arguments: qmp.SnapshotLoad;
    returns: Readonly<Record<string, never>>;
  };
  "snapshot-save": {
    arguments: qmp.SnapshotSave;
    returns: Readonly<Record<string, never>>;
  };
  stop: {
    arguments: Readonly<Record<string, never>>;
    returns: Readonly<Record<string, never>>;
  };
  system_powerdown: {
    arguments: Readonly<Record<string, never>>;
    returns: Readonly<Record<string, never>>;
  };
  system_reset: {
    arguments: Readonly<Record<string, never>>;
    returns: Readonly<Record<string, never>>;
  };
  system_wakeup: {
    arguments: Readonly<Record<string, never>>;
    returns: Readonly<Record<string, never>>;
  };
  "trace-event-get-state": {
    arguments: qmp.TraceEventGetState;
    returns: readonly qmp.TraceEventGetStateReturn[];
  };
  "trace-event-set-state": {
    arguments: qmp.TraceEventSetState;
    returns: Readonly<Record<string, never>>;
  };
  transaction: {
    arguments: qmp.Transaction;
    returns: Readonly<Record<string, never>>;
  };
  "watchdog-set-action": {
    arguments: qmp.WatchdogSetAction;
    returns: Readonly<Record<string, never>>;
  };
  /** Unstable: QEMU may change it. */
  "x-blockdev-amend": {
    arguments: qmp.XBlockdevAmend;
    returns: Readonly<Record<string, never>>;
  };
  /** Unstable: QEMU may change it. */
  "x-blockdev-change": {
    arguments: qmp.XBlockdevChange;
    returns: Readonly<Record<string, never>>;
  };
  /** Unstable: QEMU may change it. */
  "x-blockdev-set-iothread": {
    arguments: qmp.XBlockdevSetIothread;
    returns: Readonly<Record<string, never>>;
  };
  /** Unstable: QEMU may change it. */
  "x-colo-lost-heartbeat": {
    arguments: Readonly<Record<string, never>>;
    returns: Readonly<Record<string, never>>;
  };
  /** Unstable: QEMU may change it. */
  "x-debug-block-dirty-bitmap-sha256": {
    arguments: qmp.BlockDirtyBitmapClear;
    returns: qmp.XDebugBlockDirtyBitmapSha256Return;
  };
  /** Unstable: QEMU may change it. */
  "x-debug-query-block-graph": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.XDebugQueryBlockGraphReturn;
  };
  /** Unstable: QEMU may change it. */
  "x-exit-preconfig": {
    arguments: Readonly<Record<string, never>>;
    returns: Readonly<Record<string, never>>;
  };
  /** Unstable: QEMU may change it. */
  "x-query-irq": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.XQueryIrqReturn;
  };
  /** Unstable: QEMU may change it. */
  "x-query-jit": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.XQueryIrqReturn;
  };
  /** Unstable: QEMU may change it. */
  "x-query-numa": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.XQueryIrqReturn;
  };
  /** Unstable: QEMU may change it. */
  "x-query-opcount": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.XQueryIrqReturn;
  };
  /** Unstable: QEMU may change it. */
  "x-query-profile": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.XQueryIrqReturn;
  };
  /** Unstable: QEMU may change it. */
  "x-query-ramblock": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.XQueryIrqReturn;
  };
  /** Unstable: QEMU may change it. */
  "x-query-rdma": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.XQueryIrqReturn;
  };
  /** Unstable: QEMU may change it. */
  "x-query-roms": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.XQueryIrqReturn;
  };
  /** Unstable: QEMU may change it. */
  "x-query-usb": {
    arguments: Readonly<Record<string, never>>;
    returns: qmp.XQueryIrqReturn;
  };
  /** Unstable: QEMU may change it. */
  "x-query-virtio": {
    arguments: Readonly<Record<string, never>>;
    returns: readonly qmp.XQueryVirtioReturn[];
  };
  /** Unstable: QEMU may change it. */
  "x-query-virtio-queue-element": {
    arguments: qmp.XQueryVirtioQueueElement;
    returns: qmp.XQueryVirtioQueueElementReturn;
  };
  /** Unstable: QEMU may change it. */
  "x-query-virtio-queue-status": {
    arguments: qmp.XQueryVirtioQueueStatus;
    returns: qmp.XQueryVirtioQueueStatusReturn;
  };
  /** Unstable: QEMU may change it. */
  "x-query-virtio-status": {
    arguments: qmp.XQueryVirtioStatus;
    returns: qmp.XQueryVirtioStatusReturn;
  };
  /** Unstable: QEMU may change it. */
  "x-query-virtio-vhost-queue-status": {
    arguments: qmp.XQueryVirtioVhostQueueStatus;
    returns: qmp.XQueryVirtioVhostQueueStatusReturn;
  };
  "xen-colo-do-checkpoint": {
    arguments: Readonly<Record<string, never>>;
    returns: Readonly<Record<string, never>>;
  };
  "xen-load-devices-state": {
    arguments: qmp.XenLoadDevicesState;
    returns: Readonly<Record<string, never>>;
  };
  "xen-save-devices-state": {
    arguments: qmp.XenSaveDevicesState;
    returns: Readonly<Record<string, never>>;
  };
  "xen-set-global-dirty-log": {
    arguments: qmp.XenSetGlobalDirtyLog;
    returns: Readonly<Record<string, never>>;
  };
  "xen-set-replication": {
    arguments: qmp.XenSetReplication;
    returns: Readonly<Record<string, never>>;
  };
  yank: {
    arguments: qmp.Yank;
    returns: Readonly<Record<string, never>>;
  };
}
