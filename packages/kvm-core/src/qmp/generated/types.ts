// Generated from query-qmp-schema of QEMU 7.2.22 by scripts/generate-qmp-types.ts. Do not edit.

export interface AcpiDeviceOstEvent {
  readonly info: QueryAcpiOspmStatusReturn;
}

export interface AddClient {
  readonly protocol: string;
  readonly fdname: string;
  readonly skipauth?: boolean | undefined;
  readonly tls?: boolean | undefined;
}

export interface AddFd {
  readonly "fdset-id"?: number | undefined;
  readonly opaque?: string | undefined;
}

export interface AddFdReturn {
  readonly "fdset-id": number;
  readonly fd: number;
}

export interface AnnounceSelf {
  readonly initial: number;
  readonly max: number;
  readonly rounds: number;
  readonly step: number;
  readonly interfaces?: readonly string[] | undefined;
  readonly id?: string | undefined;
}

export interface Balloon {
  readonly value: number;
}

export interface BalloonChangeEvent {
  readonly actual: number;
}

export interface BlockCommit {
  readonly "job-id"?: string | undefined;
  readonly device: string;
  readonly "base-node"?: string | undefined;
  /** @deprecated by QEMU: it will be removed. */
  readonly base?: string | undefined;
  readonly "top-node"?: string | undefined;
  /** @deprecated by QEMU: it will be removed. */
  readonly top?: string | undefined;
  readonly "backing-file"?: string | undefined;
  readonly speed?: number | undefined;
  readonly "on-error"?: BlockCommitOnError | undefined;
  readonly "filter-node-name"?: string | undefined;
  readonly "auto-finalize"?: boolean | undefined;
  readonly "auto-dismiss"?: boolean | undefined;
}

export type BlockCommitOnError = "report" | "ignore" | "enospc" | "stop" | "auto";

export interface BlockDirtyBitmapAdd {
  readonly node: string;
  readonly name: string;
  readonly granularity?: number | undefined;
  readonly persistent?: boolean | undefined;
  readonly disabled?: boolean | undefined;
}

export interface BlockDirtyBitmapClear {
  readonly node: string;
  readonly name: string;
}

export interface BlockDirtyBitmapMerge {
  readonly node: string;
  readonly target: string;
  readonly bitmaps: readonly BlockDirtyBitmapMergeBitmaps[];
}

export type BlockDirtyBitmapMergeBitmaps = string | BlockDirtyBitmapClear;

export interface BlockExportAddBase {
  readonly id: string;
  readonly "fixed-iothread"?: boolean | undefined;
  readonly iothread?: string | undefined;
  readonly "node-name": string;
  readonly writable?: boolean | undefined;
  readonly writethrough?: boolean | undefined;
}

export type BlockExportAdd =
  | ({ readonly type: "nbd" } & BlockExportAddBase & BlockExportAddNbd)
  | ({ readonly type: "vhost-user-blk" } & BlockExportAddBase & BlockExportAddVhostUserBlk)
  | ({ readonly type: "fuse" } & BlockExportAddBase & BlockExportAddFuse)
  | ({ readonly type: "vduse-blk" } & BlockExportAddBase & BlockExportAddVduseBlk);

export interface BlockExportAddFuse {
  readonly mountpoint: string;
  readonly growable?: boolean | undefined;
  readonly "allow-other"?: BlockExportAddFuseAllowOther | undefined;
}

export type BlockExportAddFuseAllowOther = "off" | "on" | "auto";

export interface BlockExportAddNbd {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly bitmaps?: readonly BlockDirtyBitmapMergeBitmaps[] | undefined;
  readonly "allocation-depth"?: boolean | undefined;
}

export type BlockExportAddType = "nbd" | "vhost-user-blk" | "fuse" | "vduse-blk";

export interface BlockExportAddVduseBlk {
  readonly name: string;
  readonly "num-queues"?: number | undefined;
  readonly "queue-size"?: number | undefined;
  readonly "logical-block-size"?: number | undefined;
  readonly serial?: string | undefined;
}

export interface BlockExportAddVhostUserBlk {
  readonly addr: QueryMigrateReturnSocketAddress;
  readonly "logical-block-size"?: number | undefined;
  readonly "num-queues"?: number | undefined;
}

export interface BlockExportDel {
  readonly id: string;
  readonly mode?: BlockExportDelMode | undefined;
}

export type BlockExportDelMode = "safe" | "hard";

export interface BlockExportDeletedEvent {
  readonly id: string;
}

export interface BlockImageCorruptedEvent {
  readonly device: string;
  readonly "node-name"?: string | undefined;
  readonly msg: string;
  readonly offset?: number | undefined;
  readonly size?: number | undefined;
  readonly fatal: boolean;
}

export interface BlockIoErrorEvent {
  readonly device: string;
  readonly "node-name"?: string | undefined;
  readonly operation: BlockIoErrorEventOperation;
  readonly action: BlockIoErrorEventAction;
  readonly nospace?: boolean | undefined;
  readonly reason: string;
}

export type BlockIoErrorEventAction = "ignore" | "report" | "stop";

export type BlockIoErrorEventOperation = "read" | "write";

export interface BlockJobCancel {
  readonly device: string;
  readonly force?: boolean | undefined;
}

export interface BlockJobCancelledEvent {
  readonly type: QueryJobsReturnType;
  readonly device: string;
  readonly len: number;
  readonly offset: number;
  readonly speed: number;
}

export interface BlockJobComplete {
  readonly device: string;
}

export interface BlockJobCompletedEvent {
  readonly type: QueryJobsReturnType;
  readonly device: string;
  readonly len: number;
  readonly offset: number;
  readonly speed: number;
  readonly error?: string | undefined;
}

export interface BlockJobDismiss {
  readonly id: string;
}

export interface BlockJobErrorEvent {
  readonly device: string;
  readonly operation: BlockIoErrorEventOperation;
  readonly action: BlockIoErrorEventAction;
}

export interface BlockJobFinalize {
  readonly id: string;
}

export interface BlockJobPause {
  readonly device: string;
}

export interface BlockJobPendingEvent {
  readonly type: QueryJobsReturnType;
  readonly id: string;
}

export interface BlockJobReadyEvent {
  readonly type: QueryJobsReturnType;
  readonly device: string;
  readonly len: number;
  readonly offset: number;
  readonly speed: number;
}

export interface BlockJobResume {
  readonly device: string;
}

export interface BlockJobSetSpeed {
  readonly device: string;
  readonly speed: number;
}

export interface BlockLatencyHistogramSet {
  readonly id: string;
  readonly boundaries?: readonly number[] | undefined;
  readonly "boundaries-read"?: readonly number[] | undefined;
  readonly "boundaries-write"?: readonly number[] | undefined;
  readonly "boundaries-flush"?: readonly number[] | undefined;
}

export interface BlockResize {
  readonly device?: string | undefined;
  readonly "node-name"?: string | undefined;
  readonly size: number;
}

export interface BlockSetIoThrottle {
  /** @deprecated by QEMU: it will be removed. */
  readonly device?: string | undefined;
  readonly id?: string | undefined;
  readonly bps: number;
  readonly bps_rd: number;
  readonly bps_wr: number;
  readonly iops: number;
  readonly iops_rd: number;
  readonly iops_wr: number;
  readonly bps_max?: number | undefined;
  readonly bps_rd_max?: number | undefined;
  readonly bps_wr_max?: number | undefined;
  readonly iops_max?: number | undefined;
  readonly iops_rd_max?: number | undefined;
  readonly iops_wr_max?: number | undefined;
  readonly bps_max_length?: number | undefined;
  readonly bps_rd_max_length?: number | undefined;
  readonly bps_wr_max_length?: number | undefined;
  readonly iops_max_length?: number | undefined;
  readonly iops_rd_max_length?: number | undefined;
  readonly iops_wr_max_length?: number | undefined;
  readonly iops_size?: number | undefined;
  readonly group?: string | undefined;
}

export interface BlockSetWriteThreshold {
  readonly "node-name": string;
  readonly "write-threshold": number;
}

export interface BlockStream {
  readonly "job-id"?: string | undefined;
  readonly device: string;
  readonly base?: string | undefined;
  readonly "base-node"?: string | undefined;
  readonly "backing-file"?: string | undefined;
  readonly bottom?: string | undefined;
  readonly speed?: number | undefined;
  readonly "on-error"?: BlockCommitOnError | undefined;
  readonly "filter-node-name"?: string | undefined;
  readonly "auto-finalize"?: boolean | undefined;
  readonly "auto-dismiss"?: boolean | undefined;
}

export interface BlockWriteThresholdEvent {
  readonly "node-name": string;
  readonly "amount-exceeded": number;
  readonly "write-threshold": number;
}

export interface BlockdevAddBase {
  readonly "node-name"?: string | undefined;
  readonly discard?: BlockdevAddDiscard | undefined;
  readonly cache?: BlockdevAddCache | undefined;
  readonly "read-only"?: boolean | undefined;
  readonly "auto-read-only"?: boolean | undefined;
  readonly "force-share"?: boolean | undefined;
  readonly "detect-zeroes"?: BlockdevAddDetectZeroes | undefined;
}

export type BlockdevAdd =
  | ({ readonly driver: "blkdebug" } & BlockdevAddBase & BlockdevAddBlkdebug)
  | ({ readonly driver: "blklogwrites" } & BlockdevAddBase & BlockdevAddBlklogwrites)
  | ({ readonly driver: "blkverify" } & BlockdevAddBase & BlockdevAddBlkverify)
  | ({ readonly driver: "blkreplay" } & BlockdevAddBase & BlockdevAddBlkreplay)
  | ({ readonly driver: "bochs" } & BlockdevAddBase & BlockdevAddBochs)
  | ({ readonly driver: "cloop" } & BlockdevAddBase & BlockdevAddBochs)
  | ({ readonly driver: "compress" } & BlockdevAddBase & BlockdevAddBochs)
  | ({ readonly driver: "copy-before-write" } & BlockdevAddBase & BlockdevAddCopyBeforeWrite)
  | ({ readonly driver: "copy-on-read" } & BlockdevAddBase & BlockdevAddCopyOnRead)
  | ({ readonly driver: "dmg" } & BlockdevAddBase & BlockdevAddBochs)
  | ({ readonly driver: "file" } & BlockdevAddBase & BlockdevAddFile)
  | ({ readonly driver: "ftp" } & BlockdevAddBase & BlockdevAddFtp)
  | ({ readonly driver: "ftps" } & BlockdevAddBase & BlockdevAddFtps)
  | ({ readonly driver: "gluster" } & BlockdevAddBase & BlockdevAddGluster)
  | ({ readonly driver: "host_cdrom" } & BlockdevAddBase & BlockdevAddFile)
  | ({ readonly driver: "host_device" } & BlockdevAddBase & BlockdevAddFile)
  | ({ readonly driver: "http" } & BlockdevAddBase & BlockdevAddHttp)
  | ({ readonly driver: "https" } & BlockdevAddBase & BlockdevAddHttps)
  | ({ readonly driver: "iscsi" } & BlockdevAddBase & BlockdevAddIscsi)
  | ({ readonly driver: "luks" } & BlockdevAddBase & BlockdevAddLuks)
  | ({ readonly driver: "nbd" } & BlockdevAddBase & BlockdevAddNbd)
  | ({ readonly driver: "nfs" } & BlockdevAddBase & BlockdevAddNfs)
  | ({ readonly driver: "null-aio" } & BlockdevAddBase & BlockdevAddNullAio)
  | ({ readonly driver: "null-co" } & BlockdevAddBase & BlockdevAddNullAio)
  | ({ readonly driver: "nvme" } & BlockdevAddBase & BlockdevAddNvme)
  | ({ readonly driver: "parallels" } & BlockdevAddBase & BlockdevAddBochs)
  | ({ readonly driver: "preallocate" } & BlockdevAddBase & BlockdevAddPreallocate)
  | ({ readonly driver: "qcow2" } & BlockdevAddBase & BlockdevAddQcow2)
  | ({ readonly driver: "qcow" } & BlockdevAddBase & BlockdevAddQcow)
  | ({ readonly driver: "qed" } & BlockdevAddBase & BlockdevAddQed)
  | ({ readonly driver: "quorum" } & BlockdevAddBase & BlockdevAddQuorum)
  | ({ readonly driver: "raw" } & BlockdevAddBase & BlockdevAddRaw)
  | ({ readonly driver: "rbd" } & BlockdevAddBase & BlockdevAddRbd)
  | ({ readonly driver: "replication" } & BlockdevAddBase & BlockdevAddReplication)
  | ({ readonly driver: "snapshot-access" } & BlockdevAddBase & BlockdevAddBochs)
  | ({ readonly driver: "ssh" } & BlockdevAddBase & BlockdevAddSsh)
  | ({ readonly driver: "throttle" } & BlockdevAddBase & BlockdevAddThrottle)
  | ({ readonly driver: "vdi" } & BlockdevAddBase & BlockdevAddBochs)
  | ({ readonly driver: "vhdx" } & BlockdevAddBase & BlockdevAddBochs)
  | ({ readonly driver: "vmdk" } & BlockdevAddBase & BlockdevAddQed)
  | ({ readonly driver: "vpc" } & BlockdevAddBase & BlockdevAddBochs)
  | ({ readonly driver: "vvfat" } & BlockdevAddBase & BlockdevAddVvfat);

export interface BlockdevAddBlkdebug {
  readonly image: BlockdevAddBlkdebugImage;
  readonly config?: string | undefined;
  readonly align?: number | undefined;
  readonly "max-transfer"?: number | undefined;
  readonly "opt-write-zero"?: number | undefined;
  readonly "max-write-zero"?: number | undefined;
  readonly "opt-discard"?: number | undefined;
  readonly "max-discard"?: number | undefined;
  readonly "inject-error"?: readonly BlockdevAddBlkdebugInjectError[] | undefined;
  readonly "set-state"?: readonly BlockdevAddBlkdebugSetState[] | undefined;
  readonly "take-child-perms"?: readonly BlockdevAddBlkdebugTakeChildPerms[] | undefined;
  readonly "unshare-child-perms"?: readonly BlockdevAddBlkdebugTakeChildPerms[] | undefined;
}

export type BlockdevAddBlkdebugImage = BlockdevAdd | string;

export interface BlockdevAddBlkdebugInjectError {
  readonly event: BlockdevAddBlkdebugInjectErrorEvent;
  readonly state?: number | undefined;
  readonly iotype?: BlockdevAddBlkdebugInjectErrorIotype | undefined;
  readonly errno?: number | undefined;
  readonly sector?: number | undefined;
  readonly once?: boolean | undefined;
  readonly immediately?: boolean | undefined;
}

export type BlockdevAddBlkdebugInjectErrorEvent =
  | "l1_update"
  | "l1_grow_alloc_table"
  | "l1_grow_write_table"
  | "l1_grow_activate_table"
  | "l2_load"
  | "l2_update"
  | "l2_update_compressed"
  | "l2_alloc_cow_read"
  | "l2_alloc_write"
  | "read_aio"
  | "read_backing_aio"
  | "read_compressed"
  | "write_aio"
  | "write_compressed"
  | "vmstate_load"
  | "vmstate_save"
  | "cow_read"
  | "cow_write"
  | "reftable_load"
  | "reftable_grow"
  | "reftable_update"
  | "refblock_load"
  | "refblock_update"
  | "refblock_update_part"
  | "refblock_alloc"
  | "refblock_alloc_hookup"
  | "refblock_alloc_write"
  | "refblock_alloc_write_blocks"
  | "refblock_alloc_write_table"
  | "refblock_alloc_switch_table"
  | "cluster_alloc"
  | "cluster_alloc_bytes"
  | "cluster_free"
  | "flush_to_os"
  | "flush_to_disk"
  | "pwritev_rmw_head"
  | "pwritev_rmw_after_head"
  | "pwritev_rmw_tail"
  | "pwritev_rmw_after_tail"
  | "pwritev"
  | "pwritev_zero"
  | "pwritev_done"
  | "empty_image_prepare"
  | "l1_shrink_write_table"
  | "l1_shrink_free_l2_clusters"
  | "cor_write"
  | "cluster_alloc_space"
  | "none";

export type BlockdevAddBlkdebugInjectErrorIotype =
  | "read"
  | "write"
  | "write-zeroes"
  | "discard"
  | "flush"
  | "block-status";

export interface BlockdevAddBlkdebugSetState {
  readonly event: BlockdevAddBlkdebugInjectErrorEvent;
  readonly state?: number | undefined;
  readonly new_state: number;
}

export type BlockdevAddBlkdebugTakeChildPerms = "consistent-read" | "write" | "write-unchanged" | "resize";

export interface BlockdevAddBlklogwrites {
  readonly file: BlockdevAddBlkdebugImage;
  readonly log: BlockdevAddBlkdebugImage;
  readonly "log-sector-size"?: number | undefined;
  readonly "log-append"?: boolean | undefined;
  readonly "log-super-update-interval"?: number | undefined;
}

export interface BlockdevAddBlkreplay {
  readonly image: BlockdevAddBlkdebugImage;
}

export interface BlockdevAddBlkverify {
  readonly test: BlockdevAddBlkdebugImage;
  readonly raw: BlockdevAddBlkdebugImage;
}

export interface BlockdevAddBochs {
  readonly file: BlockdevAddBlkdebugImage;
}

export interface BlockdevAddCache {
  readonly direct?: boolean | undefined;
  readonly "no-flush"?: boolean | undefined;
}

export interface BlockdevAddCopyBeforeWrite {
  readonly file: BlockdevAddBlkdebugImage;
  readonly target: BlockdevAddBlkdebugImage;
  readonly bitmap?: BlockDirtyBitmapClear | undefined;
  readonly "on-cbw-error"?: BlockdevAddCopyBeforeWriteOnCbwError | undefined;
  readonly "cbw-timeout"?: number | undefined;
}

export type BlockdevAddCopyBeforeWriteOnCbwError = "break-guest-write" | "break-snapshot";

export interface BlockdevAddCopyOnRead {
  readonly file: BlockdevAddBlkdebugImage;
  readonly bottom?: string | undefined;
}

export type BlockdevAddDetectZeroes = "off" | "on" | "unmap";

export type BlockdevAddDiscard = "ignore" | "unmap";

export type BlockdevAddDriver =
  | "blkdebug"
  | "blklogwrites"
  | "blkreplay"
  | "blkverify"
  | "bochs"
  | "cloop"
  | "compress"
  | "copy-before-write"
  | "copy-on-read"
  | "dmg"
  | "file"
  | "snapshot-access"
  | "ftp"
  | "ftps"
  | "gluster"
  | "host_cdrom"
  | "host_device"
  | "http"
  | "https"
  | "iscsi"
  | "luks"
  | "nbd"
  | "nfs"
  | "null-aio"
  | "null-co"
  | "nvme"
  | "parallels"
  | "preallocate"
  | "qcow"
  | "qcow2"
  | "qed"
  | "quorum"
  | "raw"
  | "rbd"
  | "replication"
  | "ssh"
  | "throttle"
  | "vdi"
  | "vhdx"
  | "vmdk"
  | "vpc"
  | "vvfat";

export interface BlockdevAddFile {
  readonly filename: string;
  readonly "pr-manager"?: string | undefined;
  readonly locking?: BlockdevAddFileLocking | undefined;
  readonly aio?: BlockdevAddFileAio | undefined;
  readonly "aio-max-batch"?: number | undefined;
  readonly "drop-cache"?: boolean | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-check-cache-dropped"?: boolean | undefined;
}

export type BlockdevAddFileAio = "threads" | "native" | "io_uring";

export type BlockdevAddFileLocking = "auto" | "on" | "off";

export interface BlockdevAddFtp {
  readonly url: string;
  readonly readahead?: number | undefined;
  readonly timeout?: number | undefined;
  readonly username?: string | undefined;
  readonly "password-secret"?: string | undefined;
  readonly "proxy-username"?: string | undefined;
  readonly "proxy-password-secret"?: string | undefined;
}

export interface BlockdevAddFtps {
  readonly url: string;
  readonly readahead?: number | undefined;
  readonly timeout?: number | undefined;
  readonly username?: string | undefined;
  readonly "password-secret"?: string | undefined;
  readonly "proxy-username"?: string | undefined;
  readonly "proxy-password-secret"?: string | undefined;
  readonly sslverify?: boolean | undefined;
}

export interface BlockdevAddGluster {
  readonly volume: string;
  readonly path: string;
  readonly server: readonly QueryMigrateReturnSocketAddress[];
  readonly debug?: number | undefined;
  readonly logfile?: string | undefined;
}

export interface BlockdevAddHttp {
  readonly url: string;
  readonly readahead?: number | undefined;
  readonly timeout?: number | undefined;
  readonly username?: string | undefined;
  readonly "password-secret"?: string | undefined;
  readonly "proxy-username"?: string | undefined;
  readonly "proxy-password-secret"?: string | undefined;
  readonly cookie?: string | undefined;
  readonly "cookie-secret"?: string | undefined;
}

export interface BlockdevAddHttps {
  readonly url: string;
  readonly readahead?: number | undefined;
  readonly timeout?: number | undefined;
  readonly username?: string | undefined;
  readonly "password-secret"?: string | undefined;
  readonly "proxy-username"?: string | undefined;
  readonly "proxy-password-secret"?: string | undefined;
  readonly cookie?: string | undefined;
  readonly sslverify?: boolean | undefined;
  readonly "cookie-secret"?: string | undefined;
}

export interface BlockdevAddIscsi {
  readonly transport: BlockdevAddIscsiTransport;
  readonly portal: string;
  readonly target: string;
  readonly lun?: number | undefined;
  readonly user?: string | undefined;
  readonly "password-secret"?: string | undefined;
  readonly "initiator-name"?: string | undefined;
  readonly "header-digest"?: BlockdevAddIscsiHeaderDigest | undefined;
  readonly timeout?: number | undefined;
}

export type BlockdevAddIscsiHeaderDigest = "crc32c" | "none" | "crc32c-none" | "none-crc32c";

export type BlockdevAddIscsiTransport = "tcp" | "iser";

export interface BlockdevAddLuks {
  readonly file: BlockdevAddBlkdebugImage;
  readonly "key-secret"?: string | undefined;
}

export interface BlockdevAddNbd {
  readonly server: QueryMigrateReturnSocketAddress;
  readonly export?: string | undefined;
  readonly "tls-creds"?: string | undefined;
  readonly "tls-hostname"?: string | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-dirty-bitmap"?: string | undefined;
  readonly "reconnect-delay"?: number | undefined;
  readonly "open-timeout"?: number | undefined;
}

export interface BlockdevAddNfs {
  readonly server: BlockdevAddNfsServer;
  readonly path: string;
  readonly user?: number | undefined;
  readonly group?: number | undefined;
  readonly "tcp-syn-count"?: number | undefined;
  readonly "readahead-size"?: number | undefined;
  readonly "page-cache-size"?: number | undefined;
  readonly debug?: number | undefined;
}

export interface BlockdevAddNfsServer {
  readonly type: BlockdevAddNfsServerType;
  readonly host: string;
}

export type BlockdevAddNfsServerType = "inet";

export interface BlockdevAddNullAio {
  readonly size?: number | undefined;
  readonly "latency-ns"?: number | undefined;
  readonly "read-zeroes"?: boolean | undefined;
}

export interface BlockdevAddNvme {
  readonly device: string;
  readonly namespace: number;
}

export interface BlockdevAddPreallocate {
  readonly file: BlockdevAddBlkdebugImage;
  readonly "prealloc-align"?: number | undefined;
  readonly "prealloc-size"?: number | undefined;
}

export interface BlockdevAddQcow {
  readonly file: BlockdevAddBlkdebugImage;
  readonly backing?: BlockdevAddQcow2Backing | undefined;
  readonly encrypt?: BlockdevAddQcowEncrypt | undefined;
}

export interface BlockdevAddQcow2 {
  readonly file: BlockdevAddBlkdebugImage;
  readonly backing?: BlockdevAddQcow2Backing | undefined;
  readonly "lazy-refcounts"?: boolean | undefined;
  readonly "pass-discard-request"?: boolean | undefined;
  readonly "pass-discard-snapshot"?: boolean | undefined;
  readonly "pass-discard-other"?: boolean | undefined;
  readonly "overlap-check"?: BlockdevAddQcow2OverlapCheck | undefined;
  readonly "cache-size"?: number | undefined;
  readonly "l2-cache-size"?: number | undefined;
  readonly "l2-cache-entry-size"?: number | undefined;
  readonly "refcount-cache-size"?: number | undefined;
  readonly "cache-clean-interval"?: number | undefined;
  readonly encrypt?: BlockdevAddQcow2Encrypt | undefined;
  readonly "data-file"?: BlockdevAddBlkdebugImage | undefined;
}

export type BlockdevAddQcow2Backing = BlockdevAdd | string | null;

export type BlockdevAddQcow2Encrypt =
  | ({ readonly format: "aes" } & BlockdevAddQcow2EncryptAes)
  | ({ readonly format: "luks" } & BlockdevAddQcow2EncryptLuks);

export interface BlockdevAddQcow2EncryptAes {
  readonly "key-secret"?: string | undefined;
}

export type BlockdevAddQcow2EncryptFormat = "aes" | "luks";

export interface BlockdevAddQcow2EncryptLuks {
  readonly "key-secret"?: string | undefined;
}

export type BlockdevAddQcow2OverlapCheck =
  | BlockdevAddQcow2OverlapCheckChoice
  | BlockdevAddQcow2OverlapCheckChoice2;

export interface BlockdevAddQcow2OverlapCheckChoice {
  readonly template?: BlockdevAddQcow2OverlapCheckChoice2 | undefined;
  readonly "main-header"?: boolean | undefined;
  readonly "active-l1"?: boolean | undefined;
  readonly "active-l2"?: boolean | undefined;
  readonly "refcount-table"?: boolean | undefined;
  readonly "refcount-block"?: boolean | undefined;
  readonly "snapshot-table"?: boolean | undefined;
  readonly "inactive-l1"?: boolean | undefined;
  readonly "inactive-l2"?: boolean | undefined;
  readonly "bitmap-directory"?: boolean | undefined;
}

export type BlockdevAddQcow2OverlapCheckChoice2 = "none" | "constant" | "cached" | "all";

export type BlockdevAddQcowEncrypt = { readonly format: "aes" } & BlockdevAddQcow2EncryptAes;

export type BlockdevAddQcowEncryptFormat = "aes";

export interface BlockdevAddQed {
  readonly file: BlockdevAddBlkdebugImage;
  readonly backing?: BlockdevAddQcow2Backing | undefined;
}

export interface BlockdevAddQuorum {
  readonly blkverify?: boolean | undefined;
  readonly children: readonly BlockdevAddBlkdebugImage[];
  readonly "vote-threshold": number;
  readonly "rewrite-corrupted"?: boolean | undefined;
  readonly "read-pattern"?: BlockdevAddQuorumReadPattern | undefined;
}

export type BlockdevAddQuorumReadPattern = "quorum" | "fifo";

export interface BlockdevAddRaw {
  readonly file: BlockdevAddBlkdebugImage;
  readonly offset?: number | undefined;
  readonly size?: number | undefined;
}

export interface BlockdevAddRbd {
  readonly pool: string;
  readonly namespace?: string | undefined;
  readonly image: string;
  readonly conf?: string | undefined;
  readonly snapshot?: string | undefined;
  readonly encrypt?: BlockdevAddRbdEncrypt | undefined;
  readonly user?: string | undefined;
  readonly "auth-client-required"?: readonly BlockdevAddRbdAuthClientRequired[] | undefined;
  readonly "key-secret"?: string | undefined;
  readonly server?: readonly BlockdevAddRbdServer[] | undefined;
}

export type BlockdevAddRbdAuthClientRequired = "cephx" | "none";

export type BlockdevAddRbdEncrypt =
  | ({ readonly format: "luks" } & BlockdevAddRbdEncryptLuks)
  | ({ readonly format: "luks2" } & BlockdevAddRbdEncryptLuks2);

export type BlockdevAddRbdEncryptFormat = "luks" | "luks2";

export interface BlockdevAddRbdEncryptLuks {
  readonly "key-secret": string;
}

export interface BlockdevAddRbdEncryptLuks2 {
  readonly "key-secret": string;
}

export interface BlockdevAddRbdServer {
  readonly host: string;
  readonly port: string;
}

export interface BlockdevAddReplication {
  readonly file: BlockdevAddBlkdebugImage;
  readonly mode: BlockdevAddReplicationMode;
  readonly "top-id"?: string | undefined;
}

export type BlockdevAddReplicationMode = "primary" | "secondary";

export interface BlockdevAddSsh {
  readonly server: BlockdevAddSshServer;
  readonly path: string;
  readonly user?: string | undefined;
  readonly "host-key-check"?: BlockdevAddSshHostKeyCheck | undefined;
}

export type BlockdevAddSshHostKeyCheck =
  | ({ readonly mode: "hash" } & BlockdevAddSshHostKeyCheckHash)
  | { readonly mode: "none" }
  | { readonly mode: "known_hosts" };

export interface BlockdevAddSshHostKeyCheckHash {
  readonly type: BlockdevAddSshHostKeyCheckHashType;
  readonly hash: string;
}

export type BlockdevAddSshHostKeyCheckHashType = "md5" | "sha1" | "sha256";

export type BlockdevAddSshHostKeyCheckMode = "none" | "hash" | "known_hosts";

export interface BlockdevAddSshServer {
  readonly host: string;
  readonly port: string;
  readonly numeric?: boolean | undefined;
  readonly to?: number | undefined;
  readonly ipv4?: boolean | undefined;
  readonly ipv6?: boolean | undefined;
  readonly "keep-alive"?: boolean | undefined;
  readonly mptcp?: boolean | undefined;
}

export interface BlockdevAddThrottle {
  readonly "throttle-group": string;
  readonly file: BlockdevAddBlkdebugImage;
}

export interface BlockdevAddVvfat {
  readonly dir: string;
  readonly "fat-type"?: number | undefined;
  readonly floppy?: boolean | undefined;
  readonly label?: string | undefined;
  readonly rw?: boolean | undefined;
}

export interface BlockdevBackup {
  readonly "job-id"?: string | undefined;
  readonly device: string;
  readonly sync: BlockdevBackupSync;
  readonly speed?: number | undefined;
  readonly bitmap?: string | undefined;
  readonly "bitmap-mode"?: BlockdevBackupBitmapMode | undefined;
  readonly compress?: boolean | undefined;
  readonly "on-source-error"?: BlockCommitOnError | undefined;
  readonly "on-target-error"?: BlockCommitOnError | undefined;
  readonly "auto-finalize"?: boolean | undefined;
  readonly "auto-dismiss"?: boolean | undefined;
  readonly "filter-node-name"?: string | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-perf"?: BlockdevBackupXPerf | undefined;
  readonly target: string;
}

export type BlockdevBackupBitmapMode = "on-success" | "never" | "always";

export type BlockdevBackupSync = "top" | "full" | "none" | "incremental" | "bitmap";

export interface BlockdevBackupXPerf {
  readonly "use-copy-range"?: boolean | undefined;
  readonly "max-workers"?: number | undefined;
  readonly "max-chunk"?: number | undefined;
}

export interface BlockdevChangeMedium {
  /** @deprecated by QEMU: it will be removed. */
  readonly device?: string | undefined;
  readonly id?: string | undefined;
  readonly filename: string;
  readonly format?: string | undefined;
  readonly force?: boolean | undefined;
  readonly "read-only-mode"?: BlockdevChangeMediumReadOnlyMode | undefined;
}

export type BlockdevChangeMediumReadOnlyMode = "retain" | "read-only" | "read-write";

export interface BlockdevCloseTray {
  /** @deprecated by QEMU: it will be removed. */
  readonly device?: string | undefined;
  readonly id?: string | undefined;
}

export interface BlockdevCreate {
  readonly "job-id": string;
  readonly options: BlockdevCreateOptions;
}

export type BlockdevCreateOptions =
  | ({ readonly driver: "file" } & BlockdevCreateOptionsFile)
  | ({ readonly driver: "gluster" } & BlockdevCreateOptionsGluster)
  | ({ readonly driver: "luks" } & BlockdevCreateOptionsLuks)
  | ({ readonly driver: "nfs" } & BlockdevCreateOptionsNfs)
  | ({ readonly driver: "parallels" } & BlockdevCreateOptionsParallels)
  | ({ readonly driver: "qcow" } & BlockdevCreateOptionsQcow)
  | ({ readonly driver: "qcow2" } & BlockdevCreateOptionsQcow2)
  | ({ readonly driver: "qed" } & BlockdevCreateOptionsQed)
  | ({ readonly driver: "rbd" } & BlockdevCreateOptionsRbd)
  | ({ readonly driver: "ssh" } & BlockdevCreateOptionsSsh)
  | ({ readonly driver: "vdi" } & BlockdevCreateOptionsVdi)
  | ({ readonly driver: "vhdx" } & BlockdevCreateOptionsVhdx)
  | ({ readonly driver: "vmdk" } & BlockdevCreateOptionsVmdk)
  | ({ readonly driver: "vpc" } & BlockdevCreateOptionsVpc)
  | { readonly driver: "blkdebug" }
  | { readonly driver: "blklogwrites" }
  | { readonly driver: "blkreplay" }
  | { readonly driver: "blkverify" }
  | { readonly driver: "bochs" }
  | { readonly driver: "cloop" }
  | { readonly driver: "compress" }
  | { readonly driver: "copy-before-write" }
  | { readonly driver: "copy-on-read" }
  | { readonly driver: "dmg" }
  | { readonly driver: "snapshot-access" }
  | { readonly driver: "ftp" }
  | { readonly driver: "ftps" }
  | { readonly driver: "host_cdrom" }
  | { readonly driver: "host_device" }
  | { readonly driver: "http" }
  | { readonly driver: "https" }
  | { readonly driver: "iscsi" }
  | { readonly driver: "nbd" }
  | { readonly driver: "null-aio" }
  | { readonly driver: "null-co" }
  | { readonly driver: "nvme" }
  | { readonly driver: "preallocate" }
  | { readonly driver: "quorum" }
  | { readonly driver: "raw" }
  | { readonly driver: "replication" }
  | { readonly driver: "throttle" }
  | { readonly driver: "vvfat" };

export interface BlockdevCreateOptionsFile {
  readonly filename: string;
  readonly size: number;
  readonly preallocation?: BlockdevCreateOptionsFilePreallocation | undefined;
  readonly nocow?: boolean | undefined;
  readonly "extent-size-hint"?: number | undefined;
}

export type BlockdevCreateOptionsFilePreallocation = "off" | "metadata" | "falloc" | "full";

export interface BlockdevCreateOptionsGluster {
  readonly location: BlockdevAddGluster;
  readonly size: number;
  readonly preallocation?: BlockdevCreateOptionsFilePreallocation | undefined;
}

export interface BlockdevCreateOptionsLuks {
  readonly "key-secret"?: string | undefined;
  readonly "cipher-alg"?: BlockdevCreateOptionsLuksCipherAlg | undefined;
  readonly "cipher-mode"?: BlockdevCreateOptionsLuksCipherMode | undefined;
  readonly "ivgen-alg"?: BlockdevCreateOptionsLuksIvgenAlg | undefined;
  readonly "ivgen-hash-alg"?: BlockdevCreateOptionsLuksIvgenHashAlg | undefined;
  readonly "hash-alg"?: BlockdevCreateOptionsLuksIvgenHashAlg | undefined;
  readonly "iter-time"?: number | undefined;
  readonly file: BlockdevAddBlkdebugImage;
  readonly size: number;
  readonly preallocation?: BlockdevCreateOptionsFilePreallocation | undefined;
}

export type BlockdevCreateOptionsLuksCipherAlg =
  | "aes-128"
  | "aes-192"
  | "aes-256"
  | "des"
  | "3des"
  | "cast5-128"
  | "serpent-128"
  | "serpent-192"
  | "serpent-256"
  | "twofish-128"
  | "twofish-192"
  | "twofish-256";

export type BlockdevCreateOptionsLuksCipherMode = "ecb" | "cbc" | "xts" | "ctr";

export type BlockdevCreateOptionsLuksIvgenAlg = "plain" | "plain64" | "essiv";

export type BlockdevCreateOptionsLuksIvgenHashAlg =
  | "md5"
  | "sha1"
  | "sha224"
  | "sha256"
  | "sha384"
  | "sha512"
  | "ripemd160";

export interface BlockdevCreateOptionsNfs {
  readonly location: BlockdevAddNfs;
  readonly size: number;
}

export interface BlockdevCreateOptionsParallels {
  readonly file: BlockdevAddBlkdebugImage;
  readonly size: number;
  readonly "cluster-size"?: number | undefined;
}

export interface BlockdevCreateOptionsQcow {
  readonly file: BlockdevAddBlkdebugImage;
  readonly size: number;
  readonly "backing-file"?: string | undefined;
  readonly encrypt?: BlockdevCreateOptionsQcowEncrypt | undefined;
}

export interface BlockdevCreateOptionsQcow2 {
  readonly file: BlockdevAddBlkdebugImage;
  readonly "data-file"?: BlockdevAddBlkdebugImage | undefined;
  readonly "data-file-raw"?: boolean | undefined;
  readonly "extended-l2"?: boolean | undefined;
  readonly size: number;
  readonly version?: BlockdevCreateOptionsQcow2Version | undefined;
  readonly "backing-file"?: string | undefined;
  readonly "backing-fmt"?: BlockdevAddDriver | undefined;
  readonly encrypt?: BlockdevCreateOptionsQcowEncrypt | undefined;
  readonly "cluster-size"?: number | undefined;
  readonly preallocation?: BlockdevCreateOptionsFilePreallocation | undefined;
  readonly "lazy-refcounts"?: boolean | undefined;
  readonly "refcount-bits"?: number | undefined;
  readonly "compression-type"?: BlockdevCreateOptionsQcow2CompressionType | undefined;
}

export type BlockdevCreateOptionsQcow2CompressionType = "zlib" | "zstd";

export type BlockdevCreateOptionsQcow2Version = "v2" | "v3";

export type BlockdevCreateOptionsQcowEncrypt =
  | ({ readonly format: "qcow" } & BlockdevAddQcow2EncryptAes)
  | ({ readonly format: "luks" } & BlockdevCreateOptionsQcowEncryptLuks);

export type BlockdevCreateOptionsQcowEncryptFormat = "qcow" | "luks";

export interface BlockdevCreateOptionsQcowEncryptLuks {
  readonly "key-secret"?: string | undefined;
  readonly "cipher-alg"?: BlockdevCreateOptionsLuksCipherAlg | undefined;
  readonly "cipher-mode"?: BlockdevCreateOptionsLuksCipherMode | undefined;
  readonly "ivgen-alg"?: BlockdevCreateOptionsLuksIvgenAlg | undefined;
  readonly "ivgen-hash-alg"?: BlockdevCreateOptionsLuksIvgenHashAlg | undefined;
  readonly "hash-alg"?: BlockdevCreateOptionsLuksIvgenHashAlg | undefined;
  readonly "iter-time"?: number | undefined;
}

export interface BlockdevCreateOptionsQed {
  readonly file: BlockdevAddBlkdebugImage;
  readonly size: number;
  readonly "backing-file"?: string | undefined;
  readonly "backing-fmt"?: BlockdevAddDriver | undefined;
  readonly "cluster-size"?: number | undefined;
  readonly "table-size"?: number | undefined;
}

export interface BlockdevCreateOptionsRbd {
  readonly location: BlockdevAddRbd;
  readonly size: number;
  readonly "cluster-size"?: number | undefined;
  readonly encrypt?: BlockdevCreateOptionsRbdEncrypt | undefined;
}

export type BlockdevCreateOptionsRbdEncrypt =
  | ({ readonly format: "luks" } & BlockdevCreateOptionsRbdEncryptLuks)
  | ({ readonly format: "luks2" } & BlockdevCreateOptionsRbdEncryptLuks2);

export interface BlockdevCreateOptionsRbdEncryptLuks {
  readonly "key-secret": string;
  readonly "cipher-alg"?: BlockdevCreateOptionsLuksCipherAlg | undefined;
}

export interface BlockdevCreateOptionsRbdEncryptLuks2 {
  readonly "key-secret": string;
  readonly "cipher-alg"?: BlockdevCreateOptionsLuksCipherAlg | undefined;
}

export interface BlockdevCreateOptionsSsh {
  readonly location: BlockdevAddSsh;
  readonly size: number;
}

export interface BlockdevCreateOptionsVdi {
  readonly file: BlockdevAddBlkdebugImage;
  readonly size: number;
  readonly preallocation?: BlockdevCreateOptionsFilePreallocation | undefined;
}

export interface BlockdevCreateOptionsVhdx {
  readonly file: BlockdevAddBlkdebugImage;
  readonly size: number;
  readonly "log-size"?: number | undefined;
  readonly "block-size"?: number | undefined;
  readonly subformat?: BlockdevCreateOptionsVhdxSubformat | undefined;
  readonly "block-state-zero"?: boolean | undefined;
}

export type BlockdevCreateOptionsVhdxSubformat = "dynamic" | "fixed";

export interface BlockdevCreateOptionsVmdk {
  readonly file: BlockdevAddBlkdebugImage;
  readonly size: number;
  readonly extents?: readonly BlockdevAddBlkdebugImage[] | undefined;
  readonly subformat?: BlockdevCreateOptionsVmdkSubformat | undefined;
  readonly "backing-file"?: string | undefined;
  readonly "adapter-type"?: BlockdevCreateOptionsVmdkAdapterType | undefined;
  readonly hwversion?: string | undefined;
  readonly toolsversion?: string | undefined;
  readonly "zeroed-grain"?: boolean | undefined;
}

export type BlockdevCreateOptionsVmdkAdapterType = "ide" | "buslogic" | "lsilogic" | "legacyESX";

export type BlockdevCreateOptionsVmdkSubformat =
  | "monolithicSparse"
  | "monolithicFlat"
  | "twoGbMaxExtentSparse"
  | "twoGbMaxExtentFlat"
  | "streamOptimized";

export interface BlockdevCreateOptionsVpc {
  readonly file: BlockdevAddBlkdebugImage;
  readonly size: number;
  readonly subformat?: BlockdevCreateOptionsVpcSubformat | undefined;
  readonly "force-size"?: boolean | undefined;
}

export type BlockdevCreateOptionsVpcSubformat = "dynamic" | "fixed";

export interface BlockdevDel {
  readonly "node-name": string;
}

export interface BlockdevInsertMedium {
  readonly id: string;
  readonly "node-name": string;
}

export interface BlockdevMirror {
  readonly "job-id"?: string | undefined;
  readonly device: string;
  readonly target: string;
  readonly replaces?: string | undefined;
  readonly sync: BlockdevBackupSync;
  readonly speed?: number | undefined;
  readonly granularity?: number | undefined;
  readonly "buf-size"?: number | undefined;
  readonly "on-source-error"?: BlockCommitOnError | undefined;
  readonly "on-target-error"?: BlockCommitOnError | undefined;
  readonly "filter-node-name"?: string | undefined;
  readonly "copy-mode"?: BlockdevMirrorCopyMode | undefined;
  readonly "auto-finalize"?: boolean | undefined;
  readonly "auto-dismiss"?: boolean | undefined;
}

export type BlockdevMirrorCopyMode = "background" | "write-blocking";

export interface BlockdevOpenTray {
  /** @deprecated by QEMU: it will be removed. */
  readonly device?: string | undefined;
  readonly id?: string | undefined;
  readonly force?: boolean | undefined;
}

export interface BlockdevRemoveMedium {
  readonly id: string;
}

export interface BlockdevReopen {
  readonly options: readonly BlockdevAdd[];
}

export interface BlockdevSnapshot {
  readonly node: string;
  readonly overlay: string;
}

export interface BlockdevSnapshotDeleteInternalSync {
  readonly device: string;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
}

export interface BlockdevSnapshotDeleteInternalSyncReturn {
  readonly id: string;
  readonly name: string;
  readonly "vm-state-size": number;
  readonly "date-sec": number;
  readonly "date-nsec": number;
  readonly "vm-clock-sec": number;
  readonly "vm-clock-nsec": number;
  readonly icount?: number | undefined;
}

export interface BlockdevSnapshotInternalSync {
  readonly device: string;
  readonly name: string;
}

export interface BlockdevSnapshotSync {
  readonly device?: string | undefined;
  readonly "node-name"?: string | undefined;
  readonly "snapshot-file": string;
  readonly "snapshot-node-name"?: string | undefined;
  readonly format?: string | undefined;
  readonly mode?: BlockdevSnapshotSyncMode | undefined;
}

export type BlockdevSnapshotSyncMode = "existing" | "absolute-paths";

export interface CalcDirtyRate {
  readonly "calc-time": number;
  readonly "sample-pages"?: number | undefined;
  readonly mode?: CalcDirtyRateMode | undefined;
}

export type CalcDirtyRateMode = "page-sampling" | "dirty-ring" | "dirty-bitmap";

export interface CancelVcpuDirtyLimit {
  readonly "cpu-index"?: number | undefined;
}

export interface ChangeBackingFile {
  readonly device: string;
  readonly "image-node-name": string;
  readonly "backing-file": string;
}

export interface ChangeVncPassword {
  readonly password: string;
}

export interface ChardevAdd {
  readonly id: string;
  readonly backend: ChardevAddBackend;
}

export type ChardevAddBackend =
  | ({ readonly type: "file" } & ChardevAddBackendFile)
  | ({ readonly type: "serial" } & ChardevAddBackendSerial)
  | ({ readonly type: "parallel" } & ChardevAddBackendSerial)
  | ({ readonly type: "pipe" } & ChardevAddBackendSerial)
  | ({ readonly type: "socket" } & ChardevAddBackendSocket)
  | ({ readonly type: "udp" } & ChardevAddBackendUdp)
  | ({ readonly type: "pty" } & ChardevAddBackendPty)
  | ({ readonly type: "null" } & ChardevAddBackendPty)
  | ({ readonly type: "mux" } & ChardevAddBackendMux)
  | ({ readonly type: "msmouse" } & ChardevAddBackendPty)
  | ({ readonly type: "wctablet" } & ChardevAddBackendPty)
  | ({ readonly type: "braille" } & ChardevAddBackendPty)
  | ({ readonly type: "testdev" } & ChardevAddBackendPty)
  | ({ readonly type: "stdio" } & ChardevAddBackendStdio)
  | ({ readonly type: "console" } & ChardevAddBackendPty)
  | ({ readonly type: "spicevmc" } & ChardevAddBackendSpicevmc)
  | ({ readonly type: "spiceport" } & ChardevAddBackendSpiceport)
  | ({ readonly type: "qemu-vdagent" } & ChardevAddBackendQemuVdagent)
  | ({ readonly type: "dbus" } & ChardevAddBackendDbus)
  | ({ readonly type: "vc" } & ChardevAddBackendVc)
  | ({ readonly type: "ringbuf" } & ChardevAddBackendRingbuf)
  | ({ readonly type: "memory" } & ChardevAddBackendRingbuf);

export interface ChardevAddBackendDbus {
  readonly data: ChardevAddBackendDbusData;
}

export interface ChardevAddBackendDbusData {
  readonly logfile?: string | undefined;
  readonly logappend?: boolean | undefined;
  readonly name: string;
}

export interface ChardevAddBackendFile {
  readonly data: ChardevAddBackendFileData;
}

export interface ChardevAddBackendFileData {
  readonly logfile?: string | undefined;
  readonly logappend?: boolean | undefined;
  readonly in?: string | undefined;
  readonly out: string;
  readonly append?: boolean | undefined;
}

export interface ChardevAddBackendMux {
  readonly data: ChardevAddBackendMuxData;
}

export interface ChardevAddBackendMuxData {
  readonly logfile?: string | undefined;
  readonly logappend?: boolean | undefined;
  readonly chardev: string;
}

export interface ChardevAddBackendPty {
  readonly data: ChardevAddBackendPtyData;
}

export interface ChardevAddBackendPtyData {
  readonly logfile?: string | undefined;
  readonly logappend?: boolean | undefined;
}

export interface ChardevAddBackendQemuVdagent {
  readonly data: ChardevAddBackendQemuVdagentData;
}

export interface ChardevAddBackendQemuVdagentData {
  readonly logfile?: string | undefined;
  readonly logappend?: boolean | undefined;
  readonly mouse?: boolean | undefined;
  readonly clipboard?: boolean | undefined;
}

export interface ChardevAddBackendRingbuf {
  readonly data: ChardevAddBackendRingbufData;
}

export interface ChardevAddBackendRingbufData {
  readonly logfile?: string | undefined;
  readonly logappend?: boolean | undefined;
  readonly size?: number | undefined;
}

export interface ChardevAddBackendSerial {
  readonly data: ChardevAddBackendSerialData;
}

export interface ChardevAddBackendSerialData {
  readonly logfile?: string | undefined;
  readonly logappend?: boolean | undefined;
  readonly device: string;
}

export interface ChardevAddBackendSocket {
  readonly data: ChardevAddBackendSocketData;
}

export interface ChardevAddBackendSocketData {
  readonly logfile?: string | undefined;
  readonly logappend?: boolean | undefined;
  readonly addr: NbdServerStartAddr;
  readonly "tls-creds"?: string | undefined;
  readonly "tls-authz"?: string | undefined;
  readonly server?: boolean | undefined;
  readonly wait?: boolean | undefined;
  readonly nodelay?: boolean | undefined;
  readonly telnet?: boolean | undefined;
  readonly tn3270?: boolean | undefined;
  readonly websocket?: boolean | undefined;
  readonly reconnect?: number | undefined;
}

export interface ChardevAddBackendSpiceport {
  readonly data: ChardevAddBackendSpiceportData;
}

export interface ChardevAddBackendSpiceportData {
  readonly logfile?: string | undefined;
  readonly logappend?: boolean | undefined;
  readonly fqdn: string;
}

export interface ChardevAddBackendSpicevmc {
  readonly data: ChardevAddBackendSpicevmcData;
}

export interface ChardevAddBackendSpicevmcData {
  readonly logfile?: string | undefined;
  readonly logappend?: boolean | undefined;
  readonly type: string;
}

export interface ChardevAddBackendStdio {
  readonly data: ChardevAddBackendStdioData;
}

export interface ChardevAddBackendStdioData {
  readonly logfile?: string | undefined;
  readonly logappend?: boolean | undefined;
  readonly signal?: boolean | undefined;
}

export type ChardevAddBackendType =
  | "file"
  | "serial"
  | "parallel"
  | "pipe"
  | "socket"
  | "udp"
  | "pty"
  | "null"
  | "mux"
  | "msmouse"
  | "wctablet"
  | "braille"
  | "testdev"
  | "stdio"
  | "console"
  | "spicevmc"
  | "spiceport"
  | "qemu-vdagent"
  | "dbus"
  | "vc"
  | "ringbuf"
  | "memory";

export interface ChardevAddBackendUdp {
  readonly data: ChardevAddBackendUdpData;
}

export interface ChardevAddBackendUdpData {
  readonly logfile?: string | undefined;
  readonly logappend?: boolean | undefined;
  readonly remote: NbdServerStartAddr;
  readonly local?: NbdServerStartAddr | undefined;
}

export interface ChardevAddBackendVc {
  readonly data: ChardevAddBackendVcData;
}

export interface ChardevAddBackendVcData {
  readonly logfile?: string | undefined;
  readonly logappend?: boolean | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly cols?: number | undefined;
  readonly rows?: number | undefined;
}

export interface ChardevAddReturn {
  readonly pty?: string | undefined;
}

export interface ChardevChange {
  readonly id: string;
  readonly backend: ChardevAddBackend;
}

export interface ChardevRemove {
  readonly id: string;
}

export interface ChardevSendBreak {
  readonly id: string;
}

export interface ClientMigrateInfo {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly "tls-port"?: number | undefined;
  readonly "cert-subject"?: string | undefined;
}

export interface Closefd {
  readonly fdname: string;
}

export interface ColoExitEvent {
  readonly mode: QueryColoStatusReturnMode;
  readonly reason: QueryColoStatusReturnReason;
}

export interface DeviceAdd {
  readonly driver: string;
  readonly bus?: string | undefined;
  readonly id?: string | undefined;
}

export interface DeviceDel {
  readonly id: string;
}

export interface DeviceDeletedEvent {
  readonly device?: string | undefined;
  readonly path: string;
}

export interface DeviceListProperties {
  readonly typename: string;
}

export interface DeviceListPropertiesReturn {
  readonly name: string;
  readonly type: string;
  readonly description?: string | undefined;
  readonly "default-value"?: unknown | undefined;
}

export interface DeviceTrayMovedEvent {
  readonly device: string;
  readonly id: string;
  readonly "tray-open": boolean;
}

export interface DeviceUnplugGuestErrorEvent {
  readonly device?: string | undefined;
  readonly path: string;
}

export type DisplayReload = { readonly type: "vnc" } & DisplayReloadVnc;

export type DisplayReloadType = "vnc";

export interface DisplayReloadVnc {
  readonly "tls-certs"?: boolean | undefined;
}

export type DisplayUpdate = { readonly type: "vnc" } & DisplayUpdateVnc;

export type DisplayUpdateType = "vnc";

export interface DisplayUpdateVnc {
  readonly addresses?: readonly QueryMigrateReturnSocketAddress[] | undefined;
}

export interface DriveBackup {
  readonly "job-id"?: string | undefined;
  readonly device: string;
  readonly sync: BlockdevBackupSync;
  readonly speed?: number | undefined;
  readonly bitmap?: string | undefined;
  readonly "bitmap-mode"?: BlockdevBackupBitmapMode | undefined;
  readonly compress?: boolean | undefined;
  readonly "on-source-error"?: BlockCommitOnError | undefined;
  readonly "on-target-error"?: BlockCommitOnError | undefined;
  readonly "auto-finalize"?: boolean | undefined;
  readonly "auto-dismiss"?: boolean | undefined;
  readonly "filter-node-name"?: string | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-perf"?: BlockdevBackupXPerf | undefined;
  readonly target: string;
  readonly format?: string | undefined;
  readonly mode?: BlockdevSnapshotSyncMode | undefined;
}

export interface DriveMirror {
  readonly "job-id"?: string | undefined;
  readonly device: string;
  readonly target: string;
  readonly format?: string | undefined;
  readonly "node-name"?: string | undefined;
  readonly replaces?: string | undefined;
  readonly sync: BlockdevBackupSync;
  readonly mode?: BlockdevSnapshotSyncMode | undefined;
  readonly speed?: number | undefined;
  readonly granularity?: number | undefined;
  readonly "buf-size"?: number | undefined;
  readonly "on-source-error"?: BlockCommitOnError | undefined;
  readonly "on-target-error"?: BlockCommitOnError | undefined;
  readonly unmap?: boolean | undefined;
  readonly "copy-mode"?: BlockdevMirrorCopyMode | undefined;
  readonly "auto-finalize"?: boolean | undefined;
  readonly "auto-dismiss"?: boolean | undefined;
}

export interface DumpCompletedEvent {
  readonly result: QueryDumpReturn;
  readonly error?: string | undefined;
}

export interface DumpGuestMemory {
  readonly paging: boolean;
  readonly protocol: string;
  readonly detach?: boolean | undefined;
  readonly begin?: number | undefined;
  readonly length?: number | undefined;
  readonly format?: DumpGuestMemoryFormat | undefined;
}

export type DumpGuestMemoryFormat = "elf" | "kdump-zlib" | "kdump-lzo" | "kdump-snappy" | "win-dmp";

export interface Dumpdtb {
  readonly filename: string;
}

export interface Eject {
  /** @deprecated by QEMU: it will be removed. */
  readonly device?: string | undefined;
  readonly id?: string | undefined;
  readonly force?: boolean | undefined;
}

export interface ExpirePasswordBase {
  readonly time: string;
}

export type ExpirePassword =
  | ({ readonly protocol: "vnc" } & ExpirePasswordBase & ExpirePasswordVnc)
  | ({ readonly protocol: "spice" } & ExpirePasswordBase);

export type ExpirePasswordProtocol = "vnc" | "spice";

export interface ExpirePasswordVnc {
  readonly display?: string | undefined;
}

export interface FailoverNegotiatedEvent {
  readonly "device-id": string;
}

export interface Getfd {
  readonly fdname: string;
}

export interface GuestCrashloadedEvent {
  readonly action: GuestCrashloadedEventAction;
  readonly info?: GuestCrashloadedEventInfo | undefined;
}

export type GuestCrashloadedEventAction = "pause" | "poweroff" | "run";

export type GuestCrashloadedEventInfo =
  | ({ readonly type: "hyper-v" } & GuestCrashloadedEventInfoHyperV)
  | ({ readonly type: "s390" } & GuestCrashloadedEventInfoS390);

export interface GuestCrashloadedEventInfoHyperV {
  readonly arg1: number;
  readonly arg2: number;
  readonly arg3: number;
  readonly arg4: number;
  readonly arg5: number;
}

export interface GuestCrashloadedEventInfoS390 {
  readonly core: number;
  readonly "psw-mask": number;
  readonly "psw-addr": number;
  readonly reason: GuestCrashloadedEventInfoS390Reason;
}

export type GuestCrashloadedEventInfoS390Reason =
  | "unknown"
  | "disabled-wait"
  | "extint-loop"
  | "pgmint-loop"
  | "opint-loop";

export type GuestCrashloadedEventInfoType = "hyper-v" | "s390";

export interface GuestPanickedEvent {
  readonly action: GuestCrashloadedEventAction;
  readonly info?: GuestCrashloadedEventInfo | undefined;
}

export interface HumanMonitorCommand {
  readonly "command-line": string;
  readonly "cpu-index"?: number | undefined;
}

export interface InputSendEvent {
  readonly device?: string | undefined;
  readonly head?: number | undefined;
  readonly events: readonly InputSendEventEvents[];
}

export type InputSendEventEvents =
  | ({ readonly type: "key" } & InputSendEventEventsKey)
  | ({ readonly type: "btn" } & InputSendEventEventsBtn)
  | ({ readonly type: "rel" } & InputSendEventEventsRel)
  | ({ readonly type: "abs" } & InputSendEventEventsRel);

export interface InputSendEventEventsBtn {
  readonly data: InputSendEventEventsBtnData;
}

export interface InputSendEventEventsBtnData {
  readonly button: InputSendEventEventsBtnDataButton;
  readonly down: boolean;
}

export type InputSendEventEventsBtnDataButton =
  | "left"
  | "middle"
  | "right"
  | "wheel-up"
  | "wheel-down"
  | "side"
  | "extra"
  | "wheel-left"
  | "wheel-right";

export interface InputSendEventEventsKey {
  readonly data: InputSendEventEventsKeyData;
}

export interface InputSendEventEventsKeyData {
  readonly key: SendKeyKeys;
  readonly down: boolean;
}

export interface InputSendEventEventsRel {
  readonly data: InputSendEventEventsRelData;
}

export interface InputSendEventEventsRelData {
  readonly axis: InputSendEventEventsRelDataAxis;
  readonly value: number;
}

export type InputSendEventEventsRelDataAxis = "x" | "y";

export type InputSendEventEventsType = "key" | "btn" | "rel" | "abs";

export interface JobCancel {
  readonly id: string;
}

export interface JobComplete {
  readonly id: string;
}

export interface JobDismiss {
  readonly id: string;
}

export interface JobFinalize {
  readonly id: string;
}

export interface JobPause {
  readonly id: string;
}

export interface JobResume {
  readonly id: string;
}

export interface JobStatusChangeEvent {
  readonly id: string;
  readonly status: QueryBlockJobsReturnStatus;
}

export interface MemUnplugErrorEvent {
  readonly device: string;
  readonly msg: string;
}

export interface MemoryDeviceSizeChangeEvent {
  readonly id?: string | undefined;
  readonly size: number;
  readonly "qom-path": string;
}

export interface MemoryFailureEvent {
  readonly recipient: MemoryFailureEventRecipient;
  readonly action: MemoryFailureEventAction;
  readonly flags: MemoryFailureEventFlags;
}

export type MemoryFailureEventAction = "ignore" | "inject" | "fatal" | "reset";

export interface MemoryFailureEventFlags {
  readonly "action-required": boolean;
  readonly recursive: boolean;
}

export type MemoryFailureEventRecipient = "hypervisor" | "guest";

export interface Memsave {
  readonly val: number;
  readonly size: number;
  readonly filename: string;
  readonly "cpu-index"?: number | undefined;
}

export interface Migrate {
  readonly uri: string;
  readonly blk?: boolean | undefined;
  readonly inc?: boolean | undefined;
  readonly detach?: boolean | undefined;
  readonly resume?: boolean | undefined;
}

export interface MigrateContinue {
  readonly state: MigrateContinueState;
}

export type MigrateContinueState =
  | "none"
  | "setup"
  | "cancelling"
  | "cancelled"
  | "active"
  | "postcopy-active"
  | "postcopy-paused"
  | "postcopy-recover"
  | "completed"
  | "failed"
  | "colo"
  | "pre-switchover"
  | "device"
  | "wait-unplug";

export interface MigrateIncoming {
  readonly uri: string;
}

export interface MigrateRecover {
  readonly uri: string;
}

export interface MigrateSetCapabilities {
  readonly capabilities: readonly QueryMigrateCapabilitiesReturn[];
}

export interface MigrateSetParameters {
  readonly "announce-initial"?: number | undefined;
  readonly "announce-max"?: number | undefined;
  readonly "announce-rounds"?: number | undefined;
  readonly "announce-step"?: number | undefined;
  readonly "compress-level"?: number | undefined;
  readonly "compress-threads"?: number | undefined;
  readonly "compress-wait-thread"?: boolean | undefined;
  readonly "decompress-threads"?: number | undefined;
  readonly "throttle-trigger-threshold"?: number | undefined;
  readonly "cpu-throttle-initial"?: number | undefined;
  readonly "cpu-throttle-increment"?: number | undefined;
  readonly "cpu-throttle-tailslow"?: boolean | undefined;
  readonly "tls-creds"?: MigrateSetParametersTlsCreds | undefined;
  readonly "tls-hostname"?: MigrateSetParametersTlsCreds | undefined;
  readonly "tls-authz"?: MigrateSetParametersTlsCreds | undefined;
  readonly "max-bandwidth"?: number | undefined;
  readonly "downtime-limit"?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-checkpoint-delay"?: number | undefined;
  readonly "block-incremental"?: boolean | undefined;
  readonly "multifd-channels"?: number | undefined;
  readonly "xbzrle-cache-size"?: number | undefined;
  readonly "max-postcopy-bandwidth"?: number | undefined;
  readonly "max-cpu-throttle"?: number | undefined;
  readonly "multifd-compression"?: MigrateSetParametersMultifdCompression | undefined;
  readonly "multifd-zlib-level"?: number | undefined;
  readonly "multifd-zstd-level"?: number | undefined;
  readonly "block-bitmap-mapping"?: readonly MigrateSetParametersBlockBitmapMapping[] | undefined;
}

export interface MigrateSetParametersBlockBitmapMapping {
  readonly "node-name": string;
  readonly alias: string;
  readonly bitmaps: readonly MigrateSetParametersBlockBitmapMappingBitmaps[];
}

export interface MigrateSetParametersBlockBitmapMappingBitmaps {
  readonly name: string;
  readonly alias: string;
  readonly transform?: MigrateSetParametersBlockBitmapMappingBitmapsTransform | undefined;
}

export interface MigrateSetParametersBlockBitmapMappingBitmapsTransform {
  readonly persistent?: boolean | undefined;
}

export type MigrateSetParametersMultifdCompression = "none" | "zlib" | "zstd";

export type MigrateSetParametersTlsCreds = string | null;

export interface MigrationEvent {
  readonly status: MigrateContinueState;
}

export interface MigrationPassEvent {
  readonly pass: number;
}

export interface NbdServerAdd {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly device: string;
  readonly writable?: boolean | undefined;
  readonly bitmap?: string | undefined;
}

export interface NbdServerRemove {
  readonly name: string;
  readonly mode?: BlockExportDelMode | undefined;
}

export interface NbdServerStart {
  readonly addr: NbdServerStartAddr;
  readonly "tls-creds"?: string | undefined;
  readonly "tls-authz"?: string | undefined;
  readonly "max-connections"?: number | undefined;
}

export type NbdServerStartAddr =
  | ({ readonly type: "inet" } & NbdServerStartAddrInet)
  | ({ readonly type: "unix" } & NbdServerStartAddrUnix)
  | ({ readonly type: "vsock" } & NbdServerStartAddrVsock)
  | ({ readonly type: "fd" } & NbdServerStartAddrFd);

export interface NbdServerStartAddrFd {
  readonly data: NetdevAddUserDnssearch;
}

export interface NbdServerStartAddrInet {
  readonly data: BlockdevAddSshServer;
}

export type NbdServerStartAddrType = "inet" | "unix" | "vsock" | "fd";

export interface NbdServerStartAddrUnix {
  readonly data: QueryMigrateReturnSocketAddressUnix;
}

export interface NbdServerStartAddrVsock {
  readonly data: QueryMigrateReturnSocketAddressVsock;
}

export interface NetdevAddBase {
  readonly id: string;
}

export type NetdevAdd =
  | ({ readonly type: "nic" } & NetdevAddBase & NetdevAddNic)
  | ({ readonly type: "user" } & NetdevAddBase & NetdevAddUser)
  | ({ readonly type: "tap" } & NetdevAddBase & NetdevAddTap)
  | ({ readonly type: "l2tpv3" } & NetdevAddBase & NetdevAddL2tpv3)
  | ({ readonly type: "socket" } & NetdevAddBase & NetdevAddSocket)
  | ({ readonly type: "stream" } & NetdevAddBase & NetdevAddStream)
  | ({ readonly type: "dgram" } & NetdevAddBase & NetdevAddDgram)
  | ({ readonly type: "vde" } & NetdevAddBase & NetdevAddVde)
  | ({ readonly type: "bridge" } & NetdevAddBase & NetdevAddBridge)
  | ({ readonly type: "hubport" } & NetdevAddBase & NetdevAddHubport)
  | ({ readonly type: "netmap" } & NetdevAddBase & NetdevAddNetmap)
  | ({ readonly type: "vhost-user" } & NetdevAddBase & NetdevAddVhostUser)
  | ({ readonly type: "vhost-vdpa" } & NetdevAddBase & NetdevAddVhostVdpa)
  | ({ readonly type: "none" } & NetdevAddBase);

export interface NetdevAddBridge {
  readonly br?: string | undefined;
  readonly helper?: string | undefined;
}

export interface NetdevAddDgram {
  readonly local?: QueryMigrateReturnSocketAddress | undefined;
  readonly remote?: QueryMigrateReturnSocketAddress | undefined;
}

export interface NetdevAddHubport {
  readonly hubid: number;
  readonly netdev?: string | undefined;
}

export interface NetdevAddL2tpv3 {
  readonly src: string;
  readonly dst: string;
  readonly srcport?: string | undefined;
  readonly dstport?: string | undefined;
  readonly ipv6?: boolean | undefined;
  readonly udp?: boolean | undefined;
  readonly cookie64?: boolean | undefined;
  readonly counter?: boolean | undefined;
  readonly pincounter?: boolean | undefined;
  readonly txcookie?: number | undefined;
  readonly rxcookie?: number | undefined;
  readonly txsession: number;
  readonly rxsession?: number | undefined;
  readonly offset?: number | undefined;
}

export interface NetdevAddNetmap {
  readonly ifname: string;
  readonly devname?: string | undefined;
}

export interface NetdevAddNic {
  readonly netdev?: string | undefined;
  readonly macaddr?: string | undefined;
  readonly model?: string | undefined;
  readonly addr?: string | undefined;
  readonly vectors?: number | undefined;
}

export interface NetdevAddSocket {
  readonly fd?: string | undefined;
  readonly listen?: string | undefined;
  readonly connect?: string | undefined;
  readonly mcast?: string | undefined;
  readonly localaddr?: string | undefined;
  readonly udp?: string | undefined;
}

export interface NetdevAddStream {
  readonly addr: QueryMigrateReturnSocketAddress;
  readonly server?: boolean | undefined;
}

export interface NetdevAddTap {
  readonly ifname?: string | undefined;
  readonly fd?: string | undefined;
  readonly fds?: string | undefined;
  readonly script?: string | undefined;
  readonly downscript?: string | undefined;
  readonly br?: string | undefined;
  readonly helper?: string | undefined;
  readonly sndbuf?: number | undefined;
  readonly vnet_hdr?: boolean | undefined;
  readonly vhost?: boolean | undefined;
  readonly vhostfd?: string | undefined;
  readonly vhostfds?: string | undefined;
  readonly vhostforce?: boolean | undefined;
  readonly queues?: number | undefined;
  readonly "poll-us"?: number | undefined;
}

export type NetdevAddType =
  | "none"
  | "nic"
  | "user"
  | "tap"
  | "l2tpv3"
  | "socket"
  | "stream"
  | "dgram"
  | "vde"
  | "bridge"
  | "hubport"
  | "netmap"
  | "vhost-user"
  | "vhost-vdpa";

export interface NetdevAddUser {
  readonly hostname?: string | undefined;
  readonly restrict?: boolean | undefined;
  readonly ipv4?: boolean | undefined;
  readonly ipv6?: boolean | undefined;
  readonly ip?: string | undefined;
  readonly net?: string | undefined;
  readonly host?: string | undefined;
  readonly tftp?: string | undefined;
  readonly bootfile?: string | undefined;
  readonly dhcpstart?: string | undefined;
  readonly dns?: string | undefined;
  readonly dnssearch?: readonly NetdevAddUserDnssearch[] | undefined;
  readonly domainname?: string | undefined;
  readonly "ipv6-prefix"?: string | undefined;
  readonly "ipv6-prefixlen"?: number | undefined;
  readonly "ipv6-host"?: string | undefined;
  readonly "ipv6-dns"?: string | undefined;
  readonly smb?: string | undefined;
  readonly smbserver?: string | undefined;
  readonly hostfwd?: readonly NetdevAddUserDnssearch[] | undefined;
  readonly guestfwd?: readonly NetdevAddUserDnssearch[] | undefined;
  readonly "tftp-server-name"?: string | undefined;
}

export interface NetdevAddUserDnssearch {
  readonly str: string;
}

export interface NetdevAddVde {
  readonly sock?: string | undefined;
  readonly port?: number | undefined;
  readonly group?: string | undefined;
  readonly mode?: number | undefined;
}

export interface NetdevAddVhostUser {
  readonly chardev: string;
  readonly vhostforce?: boolean | undefined;
  readonly queues?: number | undefined;
}

export interface NetdevAddVhostVdpa {
  readonly vhostdev?: string | undefined;
  readonly vhostfd?: string | undefined;
  readonly queues?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-svq"?: boolean | undefined;
}

export interface NetdevDel {
  readonly id: string;
}

export interface NetdevStreamConnectedEvent {
  readonly "netdev-id": string;
  readonly addr: QueryMigrateReturnSocketAddress;
}

export interface NetdevStreamDisconnectedEvent {
  readonly "netdev-id": string;
}

export interface NicRxFilterChangedEvent {
  readonly name?: string | undefined;
  readonly path: string;
}

export interface ObjectAddBase {
  readonly id: string;
}

export type ObjectAdd =
  | ({ readonly "qom-type": "authz-list" } & ObjectAddBase & ObjectAddAuthzList)
  | ({ readonly "qom-type": "authz-listfile" } & ObjectAddBase & ObjectAddAuthzListfile)
  | ({ readonly "qom-type": "authz-pam" } & ObjectAddBase & ObjectAddAuthzPam)
  | ({ readonly "qom-type": "authz-simple" } & ObjectAddBase & ObjectAddAuthzSimple)
  | ({ readonly "qom-type": "can-host-socketcan" } & ObjectAddBase & ObjectAddCanHostSocketcan)
  | ({ readonly "qom-type": "colo-compare" } & ObjectAddBase & ObjectAddColoCompare)
  | ({ readonly "qom-type": "cryptodev-backend" } & ObjectAddBase & ObjectAddCryptodevBackend)
  | ({ readonly "qom-type": "cryptodev-backend-builtin" } & ObjectAddBase & ObjectAddCryptodevBackend)
  | ({ readonly "qom-type": "cryptodev-backend-lkcf" } & ObjectAddBase & ObjectAddCryptodevBackend)
  | ({ readonly "qom-type": "cryptodev-vhost-user" } & ObjectAddBase & ObjectAddCryptodevVhostUser)
  | ({ readonly "qom-type": "dbus-vmstate" } & ObjectAddBase & ObjectAddDbusVmstate)
  | ({ readonly "qom-type": "filter-buffer" } & ObjectAddBase & ObjectAddFilterBuffer)
  | ({ readonly "qom-type": "filter-dump" } & ObjectAddBase & ObjectAddFilterDump)
  | ({ readonly "qom-type": "filter-mirror" } & ObjectAddBase & ObjectAddFilterMirror)
  | ({ readonly "qom-type": "filter-redirector" } & ObjectAddBase & ObjectAddFilterRedirector)
  | ({ readonly "qom-type": "filter-replay" } & ObjectAddBase & ObjectAddFilterReplay)
  | ({ readonly "qom-type": "filter-rewriter" } & ObjectAddBase & ObjectAddFilterRewriter)
  | ({ readonly "qom-type": "input-barrier" } & ObjectAddBase & ObjectAddInputBarrier)
  | ({ readonly "qom-type": "input-linux" } & ObjectAddBase & ObjectAddInputLinux)
  | ({ readonly "qom-type": "iothread" } & ObjectAddBase & ObjectAddIothread)
  | ({ readonly "qom-type": "main-loop" } & ObjectAddBase & ObjectAddMainLoop)
  | ({ readonly "qom-type": "memory-backend-epc" } & ObjectAddBase & ObjectAddMemoryBackendEpc)
  | ({ readonly "qom-type": "memory-backend-file" } & ObjectAddBase & ObjectAddMemoryBackendFile)
  | ({ readonly "qom-type": "memory-backend-memfd" } & ObjectAddBase & ObjectAddMemoryBackendMemfd)
  | ({ readonly "qom-type": "memory-backend-ram" } & ObjectAddBase & ObjectAddMemoryBackendRam)
  | ({ readonly "qom-type": "pr-manager-helper" } & ObjectAddBase & ObjectAddPrManagerHelper)
  | ({ readonly "qom-type": "qtest" } & ObjectAddBase & ObjectAddQtest)
  | ({ readonly "qom-type": "rng-builtin" } & ObjectAddBase & ObjectAddRngBuiltin)
  | ({ readonly "qom-type": "rng-egd" } & ObjectAddBase & ObjectAddRngEgd)
  | ({ readonly "qom-type": "rng-random" } & ObjectAddBase & ObjectAddRngRandom)
  | ({ readonly "qom-type": "secret" } & ObjectAddBase & ObjectAddSecret)
  | ({ readonly "qom-type": "secret_keyring" } & ObjectAddBase & ObjectAddSecretKeyring)
  | ({ readonly "qom-type": "sev-guest" } & ObjectAddBase & ObjectAddSevGuest)
  | ({ readonly "qom-type": "thread-context" } & ObjectAddBase & ObjectAddThreadContext)
  | ({ readonly "qom-type": "throttle-group" } & ObjectAddBase & ObjectAddThrottleGroup)
  | ({ readonly "qom-type": "tls-creds-anon" } & ObjectAddBase & ObjectAddTlsCredsAnon)
  | ({ readonly "qom-type": "tls-creds-psk" } & ObjectAddBase & ObjectAddTlsCredsPsk)
  | ({ readonly "qom-type": "tls-creds-x509" } & ObjectAddBase & ObjectAddTlsCredsX509)
  | ({ readonly "qom-type": "tls-cipher-suites" } & ObjectAddBase & ObjectAddTlsCipherSuites)
  | ({ readonly "qom-type": "x-remote-object" } & ObjectAddBase & ObjectAddXRemoteObject)
  | ({ readonly "qom-type": "x-vfio-user-server" } & ObjectAddBase & ObjectAddXVfioUserServer)
  | ({ readonly "qom-type": "can-bus" } & ObjectAddBase)
  | ({ readonly "qom-type": "pef-guest" } & ObjectAddBase)
  | ({ readonly "qom-type": "s390-pv-guest" } & ObjectAddBase);

export interface ObjectAddAuthzList {
  readonly policy?: ObjectAddAuthzListPolicy | undefined;
  readonly rules?: readonly ObjectAddAuthzListRules[] | undefined;
}

export type ObjectAddAuthzListPolicy = "deny" | "allow";

export interface ObjectAddAuthzListRules {
  readonly match: string;
  readonly policy: ObjectAddAuthzListPolicy;
  readonly format?: ObjectAddAuthzListRulesFormat | undefined;
}

export type ObjectAddAuthzListRulesFormat = "exact" | "glob";

export interface ObjectAddAuthzListfile {
  readonly filename: string;
  readonly refresh?: boolean | undefined;
}

export interface ObjectAddAuthzPam {
  readonly service: string;
}

export interface ObjectAddAuthzSimple {
  readonly identity: string;
}

export interface ObjectAddCanHostSocketcan {
  readonly if: string;
  readonly canbus: string;
}

export interface ObjectAddColoCompare {
  readonly primary_in: string;
  readonly secondary_in: string;
  readonly outdev: string;
  readonly iothread: string;
  readonly notify_dev?: string | undefined;
  readonly compare_timeout?: number | undefined;
  readonly expired_scan_cycle?: number | undefined;
  readonly max_queue_size?: number | undefined;
  readonly vnet_hdr_support?: boolean | undefined;
}

export interface ObjectAddCryptodevBackend {
  readonly queues?: number | undefined;
}

export interface ObjectAddCryptodevVhostUser {
  readonly queues?: number | undefined;
  readonly chardev: string;
}

export interface ObjectAddDbusVmstate {
  readonly addr: string;
  readonly "id-list"?: string | undefined;
}

export interface ObjectAddFilterBuffer {
  readonly netdev: string;
  readonly queue?: ObjectAddFilterBufferQueue | undefined;
  readonly status?: string | undefined;
  readonly position?: string | undefined;
  readonly insert?: ObjectAddFilterBufferInsert | undefined;
  readonly interval: number;
}

export type ObjectAddFilterBufferInsert = "before" | "behind";

export type ObjectAddFilterBufferQueue = "all" | "rx" | "tx";

export interface ObjectAddFilterDump {
  readonly netdev: string;
  readonly queue?: ObjectAddFilterBufferQueue | undefined;
  readonly status?: string | undefined;
  readonly position?: string | undefined;
  readonly insert?: ObjectAddFilterBufferInsert | undefined;
  readonly file: string;
  readonly maxlen?: number | undefined;
}

export interface ObjectAddFilterMirror {
  readonly netdev: string;
  readonly queue?: ObjectAddFilterBufferQueue | undefined;
  readonly status?: string | undefined;
  readonly position?: string | undefined;
  readonly insert?: ObjectAddFilterBufferInsert | undefined;
  readonly outdev: string;
  readonly vnet_hdr_support?: boolean | undefined;
}

export interface ObjectAddFilterRedirector {
  readonly netdev: string;
  readonly queue?: ObjectAddFilterBufferQueue | undefined;
  readonly status?: string | undefined;
  readonly position?: string | undefined;
  readonly insert?: ObjectAddFilterBufferInsert | undefined;
  readonly indev?: string | undefined;
  readonly outdev?: string | undefined;
  readonly vnet_hdr_support?: boolean | undefined;
}

export interface ObjectAddFilterReplay {
  readonly netdev: string;
  readonly queue?: ObjectAddFilterBufferQueue | undefined;
  readonly status?: string | undefined;
  readonly position?: string | undefined;
  readonly insert?: ObjectAddFilterBufferInsert | undefined;
}

export interface ObjectAddFilterRewriter {
  readonly netdev: string;
  readonly queue?: ObjectAddFilterBufferQueue | undefined;
  readonly status?: string | undefined;
  readonly position?: string | undefined;
  readonly insert?: ObjectAddFilterBufferInsert | undefined;
  readonly vnet_hdr_support?: boolean | undefined;
}

export interface ObjectAddInputBarrier {
  readonly name: string;
  readonly server?: string | undefined;
  readonly port?: string | undefined;
  readonly "x-origin"?: string | undefined;
  readonly "y-origin"?: string | undefined;
  readonly width?: string | undefined;
  readonly height?: string | undefined;
}

export interface ObjectAddInputLinux {
  readonly evdev: string;
  readonly grab_all?: boolean | undefined;
  readonly repeat?: boolean | undefined;
  readonly "grab-toggle"?: ObjectAddInputLinuxGrabToggle | undefined;
}

export type ObjectAddInputLinuxGrabToggle =
  | "ctrl-ctrl"
  | "alt-alt"
  | "shift-shift"
  | "meta-meta"
  | "scrolllock"
  | "ctrl-scrolllock";

export interface ObjectAddIothread {
  readonly "aio-max-batch"?: number | undefined;
  readonly "thread-pool-min"?: number | undefined;
  readonly "thread-pool-max"?: number | undefined;
  readonly "poll-max-ns"?: number | undefined;
  readonly "poll-grow"?: number | undefined;
  readonly "poll-shrink"?: number | undefined;
}

export interface ObjectAddMainLoop {
  readonly "aio-max-batch"?: number | undefined;
  readonly "thread-pool-min"?: number | undefined;
  readonly "thread-pool-max"?: number | undefined;
}

export interface ObjectAddMemoryBackendEpc {
  readonly dump?: boolean | undefined;
  readonly "host-nodes"?: readonly number[] | undefined;
  readonly merge?: boolean | undefined;
  readonly policy?: QueryMemdevReturnPolicy | undefined;
  readonly prealloc?: boolean | undefined;
  readonly "prealloc-threads"?: number | undefined;
  readonly "prealloc-context"?: string | undefined;
  readonly share?: boolean | undefined;
  readonly reserve?: boolean | undefined;
  readonly size: number;
  readonly "x-use-canonical-path-for-ramblock-id"?: boolean | undefined;
}

export interface ObjectAddMemoryBackendFile {
  readonly dump?: boolean | undefined;
  readonly "host-nodes"?: readonly number[] | undefined;
  readonly merge?: boolean | undefined;
  readonly policy?: QueryMemdevReturnPolicy | undefined;
  readonly prealloc?: boolean | undefined;
  readonly "prealloc-threads"?: number | undefined;
  readonly "prealloc-context"?: string | undefined;
  readonly share?: boolean | undefined;
  readonly reserve?: boolean | undefined;
  readonly size: number;
  readonly "x-use-canonical-path-for-ramblock-id"?: boolean | undefined;
  readonly align?: number | undefined;
  readonly "discard-data"?: boolean | undefined;
  readonly "mem-path": string;
  readonly pmem?: boolean | undefined;
  readonly readonly?: boolean | undefined;
}

export interface ObjectAddMemoryBackendMemfd {
  readonly dump?: boolean | undefined;
  readonly "host-nodes"?: readonly number[] | undefined;
  readonly merge?: boolean | undefined;
  readonly policy?: QueryMemdevReturnPolicy | undefined;
  readonly prealloc?: boolean | undefined;
  readonly "prealloc-threads"?: number | undefined;
  readonly "prealloc-context"?: string | undefined;
  readonly share?: boolean | undefined;
  readonly reserve?: boolean | undefined;
  readonly size: number;
  readonly "x-use-canonical-path-for-ramblock-id"?: boolean | undefined;
  readonly hugetlb?: boolean | undefined;
  readonly hugetlbsize?: number | undefined;
  readonly seal?: boolean | undefined;
}

export interface ObjectAddMemoryBackendRam {
  readonly dump?: boolean | undefined;
  readonly "host-nodes"?: readonly number[] | undefined;
  readonly merge?: boolean | undefined;
  readonly policy?: QueryMemdevReturnPolicy | undefined;
  readonly prealloc?: boolean | undefined;
  readonly "prealloc-threads"?: number | undefined;
  readonly "prealloc-context"?: string | undefined;
  readonly share?: boolean | undefined;
  readonly reserve?: boolean | undefined;
  readonly size: number;
  readonly "x-use-canonical-path-for-ramblock-id"?: boolean | undefined;
}

export interface ObjectAddPrManagerHelper {
  readonly path: string;
}

export type ObjectAddQomType =
  | "authz-list"
  | "authz-listfile"
  | "authz-pam"
  | "authz-simple"
  | "can-bus"
  | "can-host-socketcan"
  | "colo-compare"
  | "cryptodev-backend"
  | "cryptodev-backend-builtin"
  | "cryptodev-backend-lkcf"
  | "cryptodev-vhost-user"
  | "dbus-vmstate"
  | "filter-buffer"
  | "filter-dump"
  | "filter-mirror"
  | "filter-redirector"
  | "filter-replay"
  | "filter-rewriter"
  | "input-barrier"
  | "input-linux"
  | "iothread"
  | "main-loop"
  | "memory-backend-epc"
  | "memory-backend-file"
  | "memory-backend-memfd"
  | "memory-backend-ram"
  | "pef-guest"
  | "pr-manager-helper"
  | "qtest"
  | "rng-builtin"
  | "rng-egd"
  | "rng-random"
  | "secret"
  | "secret_keyring"
  | "sev-guest"
  | "thread-context"
  | "s390-pv-guest"
  | "throttle-group"
  | "tls-creds-anon"
  | "tls-creds-psk"
  | "tls-creds-x509"
  | "tls-cipher-suites"
  | "x-remote-object"
  | "x-vfio-user-server";

export interface ObjectAddQtest {
  readonly chardev: string;
  readonly log?: string | undefined;
}

export interface ObjectAddRngBuiltin {
  /** @deprecated by QEMU: it will be removed. */
  readonly opened?: boolean | undefined;
}

export interface ObjectAddRngEgd {
  /** @deprecated by QEMU: it will be removed. */
  readonly opened?: boolean | undefined;
  readonly chardev: string;
}

export interface ObjectAddRngRandom {
  /** @deprecated by QEMU: it will be removed. */
  readonly opened?: boolean | undefined;
  readonly filename?: string | undefined;
}

export interface ObjectAddSecret {
  /** @deprecated by QEMU: it will be removed. */
  readonly loaded?: boolean | undefined;
  readonly format?: ObjectAddSecretFormat | undefined;
  readonly keyid?: string | undefined;
  readonly iv?: string | undefined;
  readonly data?: string | undefined;
  readonly file?: string | undefined;
}

export type ObjectAddSecretFormat = "raw" | "base64";

export interface ObjectAddSecretKeyring {
  /** @deprecated by QEMU: it will be removed. */
  readonly loaded?: boolean | undefined;
  readonly format?: ObjectAddSecretFormat | undefined;
  readonly keyid?: string | undefined;
  readonly iv?: string | undefined;
  readonly serial: number;
}

export interface ObjectAddSevGuest {
  readonly "sev-device"?: string | undefined;
  readonly "dh-cert-file"?: string | undefined;
  readonly "session-file"?: string | undefined;
  readonly policy?: number | undefined;
  readonly handle?: number | undefined;
  readonly cbitpos?: number | undefined;
  readonly "reduced-phys-bits": number;
  readonly "kernel-hashes"?: boolean | undefined;
}

export interface ObjectAddThreadContext {
  readonly "cpu-affinity"?: readonly number[] | undefined;
  readonly "node-affinity"?: readonly number[] | undefined;
}

export interface ObjectAddThrottleGroup {
  readonly limits?: ObjectAddThrottleGroupLimits | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-iops-total"?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-iops-total-max"?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-iops-total-max-length"?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-iops-read"?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-iops-read-max"?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-iops-read-max-length"?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-iops-write"?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-iops-write-max"?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-iops-write-max-length"?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-bps-total"?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-bps-total-max"?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-bps-total-max-length"?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-bps-read"?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-bps-read-max"?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-bps-read-max-length"?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-bps-write"?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-bps-write-max"?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-bps-write-max-length"?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-iops-size"?: number | undefined;
}

export interface ObjectAddThrottleGroupLimits {
  readonly "iops-total"?: number | undefined;
  readonly "iops-total-max"?: number | undefined;
  readonly "iops-total-max-length"?: number | undefined;
  readonly "iops-read"?: number | undefined;
  readonly "iops-read-max"?: number | undefined;
  readonly "iops-read-max-length"?: number | undefined;
  readonly "iops-write"?: number | undefined;
  readonly "iops-write-max"?: number | undefined;
  readonly "iops-write-max-length"?: number | undefined;
  readonly "bps-total"?: number | undefined;
  readonly "bps-total-max"?: number | undefined;
  readonly "bps-total-max-length"?: number | undefined;
  readonly "bps-read"?: number | undefined;
  readonly "bps-read-max"?: number | undefined;
  readonly "bps-read-max-length"?: number | undefined;
  readonly "bps-write"?: number | undefined;
  readonly "bps-write-max"?: number | undefined;
  readonly "bps-write-max-length"?: number | undefined;
  readonly "iops-size"?: number | undefined;
}

export interface ObjectAddTlsCipherSuites {
  readonly "verify-peer"?: boolean | undefined;
  readonly dir?: string | undefined;
  readonly endpoint?: ObjectAddTlsCredsAnonEndpoint | undefined;
  readonly priority?: string | undefined;
}

export interface ObjectAddTlsCredsAnon {
  readonly "verify-peer"?: boolean | undefined;
  readonly dir?: string | undefined;
  readonly endpoint?: ObjectAddTlsCredsAnonEndpoint | undefined;
  readonly priority?: string | undefined;
  /** @deprecated by QEMU: it will be removed. */
  readonly loaded?: boolean | undefined;
}

export type ObjectAddTlsCredsAnonEndpoint = "client" | "server";

export interface ObjectAddTlsCredsPsk {
  readonly "verify-peer"?: boolean | undefined;
  readonly dir?: string | undefined;
  readonly endpoint?: ObjectAddTlsCredsAnonEndpoint | undefined;
  readonly priority?: string | undefined;
  /** @deprecated by QEMU: it will be removed. */
  readonly loaded?: boolean | undefined;
  readonly username?: string | undefined;
}

export interface ObjectAddTlsCredsX509 {
  readonly "verify-peer"?: boolean | undefined;
  readonly dir?: string | undefined;
  readonly endpoint?: ObjectAddTlsCredsAnonEndpoint | undefined;
  readonly priority?: string | undefined;
  /** @deprecated by QEMU: it will be removed. */
  readonly loaded?: boolean | undefined;
  readonly "sanity-check"?: boolean | undefined;
  readonly passwordid?: string | undefined;
}

export interface ObjectAddXRemoteObject {
  readonly fd: string;
  readonly devid: string;
}

export interface ObjectAddXVfioUserServer {
  readonly socket: QueryMigrateReturnSocketAddress;
  readonly device: string;
}

export interface ObjectDel {
  readonly id: string;
}

export interface Pmemsave {
  readonly val: number;
  readonly size: number;
  readonly filename: string;
}

export interface PrManagerStatusChangedEvent {
  readonly id: string;
  readonly connected: boolean;
}

export interface QmpCapabilities {
  readonly enable?: readonly QmpCapabilitiesEnable[] | undefined;
}

export type QmpCapabilitiesEnable = "oob";

export interface QomGet {
  readonly path: string;
  readonly property: string;
}

export interface QomList {
  readonly path: string;
}

export interface QomListProperties {
  readonly typename: string;
}

export interface QomListTypes {
  readonly implements?: string | undefined;
  readonly abstract?: boolean | undefined;
}

export interface QomListTypesReturn {
  readonly name: string;
  readonly abstract?: boolean | undefined;
  readonly parent?: string | undefined;
}

export interface QomSet {
  readonly path: string;
  readonly property: string;
  readonly value: unknown;
}

export interface QueryAcpiOspmStatusReturn {
  readonly device?: string | undefined;
  readonly slot: string;
  readonly "slot-type": QueryAcpiOspmStatusReturnSlotType;
  readonly source: number;
  readonly status: number;
}

export type QueryAcpiOspmStatusReturnSlotType = "DIMM" | "CPU";

export interface QueryBalloonReturn {
  readonly actual: number;
}

export interface QueryBlockExportsReturn {
  readonly id: string;
  readonly type: BlockExportAddType;
  readonly "node-name": string;
  readonly "shutting-down": boolean;
}

export interface QueryBlockJobsReturn {
  readonly type: string;
  readonly device: string;
  readonly len: number;
  readonly offset: number;
  readonly busy: boolean;
  readonly paused: boolean;
  readonly speed: number;
  readonly "io-status": QueryBlockReturnIoStatus;
  readonly ready: boolean;
  readonly status: QueryBlockJobsReturnStatus;
  readonly "auto-finalize": boolean;
  readonly "auto-dismiss": boolean;
  readonly error?: string | undefined;
}

export type QueryBlockJobsReturnStatus =
  | "undefined"
  | "created"
  | "running"
  | "paused"
  | "ready"
  | "standby"
  | "waiting"
  | "pending"
  | "aborting"
  | "concluded"
  | "null";

export interface QueryBlockReturn {
  readonly device: string;
  readonly qdev?: string | undefined;
  readonly type: string;
  readonly removable: boolean;
  readonly locked: boolean;
  readonly inserted?: QueryNamedBlockNodesReturn | undefined;
  readonly tray_open?: boolean | undefined;
  readonly "io-status"?: QueryBlockReturnIoStatus | undefined;
}

export type QueryBlockReturnIoStatus = "ok" | "failed" | "nospace";

export interface QueryBlockstats {
  readonly "query-nodes"?: boolean | undefined;
}

export interface QueryBlockstatsReturn {
  readonly device?: string | undefined;
  readonly qdev?: string | undefined;
  readonly "node-name"?: string | undefined;
  readonly stats: QueryBlockstatsReturnStats;
  readonly "driver-specific"?: QueryBlockstatsReturnDriverSpecific | undefined;
  readonly parent?: QueryBlockstatsReturn | undefined;
  readonly backing?: QueryBlockstatsReturn | undefined;
}

export type QueryBlockstatsReturnDriverSpecific =
  | ({ readonly driver: "file" } & QueryBlockstatsReturnDriverSpecificFile)
  | ({ readonly driver: "host_device" } & QueryBlockstatsReturnDriverSpecificFile)
  | ({ readonly driver: "nvme" } & QueryBlockstatsReturnDriverSpecificNvme)
  | { readonly driver: "blkdebug" }
  | { readonly driver: "blklogwrites" }
  | { readonly driver: "blkreplay" }
  | { readonly driver: "blkverify" }
  | { readonly driver: "bochs" }
  | { readonly driver: "cloop" }
  | { readonly driver: "compress" }
  | { readonly driver: "copy-before-write" }
  | { readonly driver: "copy-on-read" }
  | { readonly driver: "dmg" }
  | { readonly driver: "snapshot-access" }
  | { readonly driver: "ftp" }
  | { readonly driver: "ftps" }
  | { readonly driver: "gluster" }
  | { readonly driver: "host_cdrom" }
  | { readonly driver: "http" }
  | { readonly driver: "https" }
  | { readonly driver: "iscsi" }
  | { readonly driver: "luks" }
  | { readonly driver: "nbd" }
  | { readonly driver: "nfs" }
  | { readonly driver: "null-aio" }
  | { readonly driver: "null-co" }
  | { readonly driver: "parallels" }
  | { readonly driver: "preallocate" }
  | { readonly driver: "qcow" }
  | { readonly driver: "qcow2" }
  | { readonly driver: "qed" }
  | { readonly driver: "quorum" }
  | { readonly driver: "raw" }
  | { readonly driver: "rbd" }
  | { readonly driver: "replication" }
  | { readonly driver: "ssh" }
  | { readonly driver: "throttle" }
  | { readonly driver: "vdi" }
  | { readonly driver: "vhdx" }
  | { readonly driver: "vmdk" }
  | { readonly driver: "vpc" }
  | { readonly driver: "vvfat" };

export interface QueryBlockstatsReturnDriverSpecificFile {
  readonly "discard-nb-ok": number;
  readonly "discard-nb-failed": number;
  readonly "discard-bytes-ok": number;
}

export interface QueryBlockstatsReturnDriverSpecificNvme {
  readonly "completion-errors": number;
  readonly "aligned-accesses": number;
  readonly "unaligned-accesses": number;
}

export interface QueryBlockstatsReturnStats {
  readonly rd_bytes: number;
  readonly wr_bytes: number;
  readonly unmap_bytes: number;
  readonly rd_operations: number;
  readonly wr_operations: number;
  readonly flush_operations: number;
  readonly unmap_operations: number;
  readonly rd_total_time_ns: number;
  readonly wr_total_time_ns: number;
  readonly flush_total_time_ns: number;
  readonly unmap_total_time_ns: number;
  readonly wr_highest_offset: number;
  readonly rd_merged: number;
  readonly wr_merged: number;
  readonly unmap_merged: number;
  readonly idle_time_ns?: number | undefined;
  readonly failed_rd_operations: number;
  readonly failed_wr_operations: number;
  readonly failed_flush_operations: number;
  readonly failed_unmap_operations: number;
  readonly invalid_rd_operations: number;
  readonly invalid_wr_operations: number;
  readonly invalid_flush_operations: number;
  readonly invalid_unmap_operations: number;
  readonly account_invalid: boolean;
  readonly account_failed: boolean;
  readonly timed_stats: readonly QueryBlockstatsReturnStatsTimedStats[];
  readonly rd_latency_histogram?: QueryBlockstatsReturnStatsRdLatencyHistogram | undefined;
  readonly wr_latency_histogram?: QueryBlockstatsReturnStatsRdLatencyHistogram | undefined;
  readonly flush_latency_histogram?: QueryBlockstatsReturnStatsRdLatencyHistogram | undefined;
}

export interface QueryBlockstatsReturnStatsRdLatencyHistogram {
  readonly boundaries: readonly number[];
  readonly bins: readonly number[];
}

export interface QueryBlockstatsReturnStatsTimedStats {
  readonly interval_length: number;
  readonly min_rd_latency_ns: number;
  readonly max_rd_latency_ns: number;
  readonly avg_rd_latency_ns: number;
  readonly min_wr_latency_ns: number;
  readonly max_wr_latency_ns: number;
  readonly avg_wr_latency_ns: number;
  readonly min_flush_latency_ns: number;
  readonly max_flush_latency_ns: number;
  readonly avg_flush_latency_ns: number;
  readonly avg_rd_queue_depth: number;
  readonly avg_wr_queue_depth: number;
}

export interface QueryChardevBackendsReturn {
  readonly name: string;
}

export interface QueryChardevReturn {
  readonly label: string;
  readonly filename: string;
  readonly "frontend-open": boolean;
}

export interface QueryColoStatusReturn {
  readonly mode: QueryColoStatusReturnMode;
  readonly "last-mode": QueryColoStatusReturnMode;
  readonly reason: QueryColoStatusReturnReason;
}

export type QueryColoStatusReturnMode = "none" | "primary" | "secondary";

export type QueryColoStatusReturnReason = "none" | "request" | "error" | "processing";

export interface QueryCommandLineOptions {
  readonly option?: string | undefined;
}

export interface QueryCommandLineOptionsReturn {
  readonly option: string;
  readonly parameters: readonly QueryCommandLineOptionsReturnParameters[];
}

export interface QueryCommandLineOptionsReturnParameters {
  readonly name: string;
  readonly type: QueryCommandLineOptionsReturnParametersType;
  readonly help?: string | undefined;
  readonly default?: string | undefined;
}

export type QueryCommandLineOptionsReturnParametersType = "string" | "boolean" | "number" | "size";

export interface QueryCommandsReturn {
  readonly name: string;
}

export interface QueryCpuDefinitionsReturn {
  readonly name: string;
  readonly "migration-safe"?: boolean | undefined;
  readonly static: boolean;
  readonly "unavailable-features"?: readonly string[] | undefined;
  readonly typename: string;
  readonly "alias-of"?: string | undefined;
  readonly deprecated: boolean;
}

export interface QueryCpuModelExpansion {
  readonly type: QueryCpuModelExpansionType;
  readonly model: QueryCpuModelExpansionModel;
}

export interface QueryCpuModelExpansionModel {
  readonly name: string;
  readonly props?: unknown | undefined;
}

export interface QueryCpuModelExpansionReturn {
  readonly model: QueryCpuModelExpansionModel;
}

export type QueryCpuModelExpansionType = "static" | "full";

export interface QueryCpusFastReturnBase {
  readonly "cpu-index": number;
  readonly "qom-path": string;
  readonly "thread-id": number;
  readonly props?: QueryCpusFastReturnProps | undefined;
}

export type QueryCpusFastReturn =
  | ({ readonly target: "s390x" } & QueryCpusFastReturnBase & QueryCpusFastReturnS390x)
  | ({ readonly target: "aarch64" } & QueryCpusFastReturnBase)
  | ({ readonly target: "alpha" } & QueryCpusFastReturnBase)
  | ({ readonly target: "arm" } & QueryCpusFastReturnBase)
  | ({ readonly target: "avr" } & QueryCpusFastReturnBase)
  | ({ readonly target: "cris" } & QueryCpusFastReturnBase)
  | ({ readonly target: "hppa" } & QueryCpusFastReturnBase)
  | ({ readonly target: "i386" } & QueryCpusFastReturnBase)
  | ({ readonly target: "loongarch64" } & QueryCpusFastReturnBase)
  | ({ readonly target: "m68k" } & QueryCpusFastReturnBase)
  | ({ readonly target: "microblaze" } & QueryCpusFastReturnBase)
  | ({ readonly target: "microblazeel" } & QueryCpusFastReturnBase)
  | ({ readonly target: "mips" } & QueryCpusFastReturnBase)
  | ({ readonly target: "mips64" } & QueryCpusFastReturnBase)
  | ({ readonly target: "mips64el" } & QueryCpusFastReturnBase)
  | ({ readonly target: "mipsel" } & QueryCpusFastReturnBase)
  | ({ readonly target: "nios2" } & QueryCpusFastReturnBase)
  | ({ readonly target: "or1k" } & QueryCpusFastReturnBase)
  | ({ readonly target: "ppc" } & QueryCpusFastReturnBase)
  | ({ readonly target: "ppc64" } & QueryCpusFastReturnBase)
  | ({ readonly target: "riscv32" } & QueryCpusFastReturnBase)
  | ({ readonly target: "riscv64" } & QueryCpusFastReturnBase)
  | ({ readonly target: "rx" } & QueryCpusFastReturnBase)
  | ({ readonly target: "sh4" } & QueryCpusFastReturnBase)
  | ({ readonly target: "sh4eb" } & QueryCpusFastReturnBase)
  | ({ readonly target: "sparc" } & QueryCpusFastReturnBase)
  | ({ readonly target: "sparc64" } & QueryCpusFastReturnBase)
  | ({ readonly target: "tricore" } & QueryCpusFastReturnBase)
  | ({ readonly target: "x86_64" } & QueryCpusFastReturnBase)
  | ({ readonly target: "xtensa" } & QueryCpusFastReturnBase)
  | ({ readonly target: "xtensaeb" } & QueryCpusFastReturnBase);

export interface QueryCpusFastReturnProps {
  readonly "node-id"?: number | undefined;
  readonly "socket-id"?: number | undefined;
  readonly "die-id"?: number | undefined;
  readonly "cluster-id"?: number | undefined;
  readonly "core-id"?: number | undefined;
  readonly "thread-id"?: number | undefined;
}

export interface QueryCpusFastReturnS390x {
  readonly "cpu-state": QueryCpusFastReturnS390xCpuState;
}

export type QueryCpusFastReturnS390xCpuState =
  | "uninitialized"
  | "stopped"
  | "check-stop"
  | "operating"
  | "load";

export type QueryCpusFastReturnTarget =
  | "aarch64"
  | "alpha"
  | "arm"
  | "avr"
  | "cris"
  | "hppa"
  | "i386"
  | "loongarch64"
  | "m68k"
  | "microblaze"
  | "microblazeel"
  | "mips"
  | "mips64"
  | "mips64el"
  | "mipsel"
  | "nios2"
  | "or1k"
  | "ppc"
  | "ppc64"
  | "riscv32"
  | "riscv64"
  | "rx"
  | "s390x"
  | "sh4"
  | "sh4eb"
  | "sparc"
  | "sparc64"
  | "tricore"
  | "x86_64"
  | "xtensa"
  | "xtensaeb";

export interface QueryCurrentMachineReturn {
  readonly "wakeup-suspend-support": boolean;
}

export interface QueryDirtyRateReturn {
  readonly "dirty-rate"?: number | undefined;
  readonly status: QueryDirtyRateReturnStatus;
  readonly "start-time": number;
  readonly "calc-time": number;
  readonly "sample-pages": number;
  readonly mode: CalcDirtyRateMode;
  readonly "vcpu-dirty-rate"?: readonly QueryDirtyRateReturnVcpuDirtyRate[] | undefined;
}

export type QueryDirtyRateReturnStatus = "unstarted" | "measuring" | "measured";

export interface QueryDirtyRateReturnVcpuDirtyRate {
  readonly id: number;
  readonly "dirty-rate": number;
}

export interface QueryDisplayOptionsReturnBase {
  readonly "full-screen"?: boolean | undefined;
  readonly "window-close"?: boolean | undefined;
  readonly "show-cursor"?: boolean | undefined;
  readonly gl?: QueryDisplayOptionsReturnGl | undefined;
}

export type QueryDisplayOptionsReturn =
  | ({ readonly type: "gtk" } & QueryDisplayOptionsReturnBase & QueryDisplayOptionsReturnGtk)
  | ({ readonly type: "curses" } & QueryDisplayOptionsReturnBase & QueryDisplayOptionsReturnCurses)
  | ({ readonly type: "egl-headless" } & QueryDisplayOptionsReturnBase & QueryDisplayOptionsReturnEglHeadless)
  | ({ readonly type: "dbus" } & QueryDisplayOptionsReturnBase & QueryDisplayOptionsReturnDbus)
  | ({ readonly type: "sdl" } & QueryDisplayOptionsReturnBase & QueryDisplayOptionsReturnSdl)
  | ({ readonly type: "default" } & QueryDisplayOptionsReturnBase)
  | ({ readonly type: "none" } & QueryDisplayOptionsReturnBase)
  | ({ readonly type: "spice-app" } & QueryDisplayOptionsReturnBase);

export interface QueryDisplayOptionsReturnCurses {
  readonly charset?: string | undefined;
}

export interface QueryDisplayOptionsReturnDbus {
  readonly rendernode?: string | undefined;
  readonly addr?: string | undefined;
  readonly p2p?: boolean | undefined;
  readonly audiodev?: string | undefined;
}

export interface QueryDisplayOptionsReturnEglHeadless {
  readonly rendernode?: string | undefined;
}

export type QueryDisplayOptionsReturnGl = "off" | "on" | "core" | "es";

export interface QueryDisplayOptionsReturnGtk {
  readonly "grab-on-hover"?: boolean | undefined;
  readonly "zoom-to-fit"?: boolean | undefined;
  readonly "show-tabs"?: boolean | undefined;
  readonly "show-menubar"?: boolean | undefined;
}

export interface QueryDisplayOptionsReturnSdl {
  readonly "grab-mod"?: QueryDisplayOptionsReturnSdlGrabMod | undefined;
}

export type QueryDisplayOptionsReturnSdlGrabMod = "lctrl-lalt" | "lshift-lctrl-lalt" | "rctrl";

export type QueryDisplayOptionsReturnType =
  | "default"
  | "none"
  | "gtk"
  | "sdl"
  | "egl-headless"
  | "curses"
  | "spice-app"
  | "dbus";

export interface QueryDumpGuestMemoryCapabilityReturn {
  readonly formats: readonly DumpGuestMemoryFormat[];
}

export interface QueryDumpReturn {
  readonly status: QueryDumpReturnStatus;
  readonly completed: number;
  readonly total: number;
}

export type QueryDumpReturnStatus = "none" | "active" | "completed" | "failed";

export interface QueryFdsetsReturn {
  readonly "fdset-id": number;
  readonly fds: readonly QueryFdsetsReturnFds[];
}

export interface QueryFdsetsReturnFds {
  readonly fd: number;
  readonly opaque?: string | undefined;
}

export interface QueryHotpluggableCpusReturn {
  readonly type: string;
  readonly "vcpus-count": number;
  readonly props: QueryCpusFastReturnProps;
  readonly "qom-path"?: string | undefined;
}

export interface QueryIothreadsReturn {
  readonly id: string;
  readonly "thread-id": number;
  readonly "poll-max-ns": number;
  readonly "poll-grow": number;
  readonly "poll-shrink": number;
  readonly "aio-max-batch": number;
}

export interface QueryJobsReturn {
  readonly id: string;
  readonly type: QueryJobsReturnType;
  readonly status: QueryBlockJobsReturnStatus;
  readonly "current-progress": number;
  readonly "total-progress": number;
  readonly error?: string | undefined;
}

export type QueryJobsReturnType =
  | "commit"
  | "stream"
  | "mirror"
  | "backup"
  | "create"
  | "amend"
  | "snapshot-load"
  | "snapshot-save"
  | "snapshot-delete";

export interface QueryKvmReturn {
  readonly enabled: boolean;
  readonly present: boolean;
}

export interface QueryMachinesReturn {
  readonly name: string;
  readonly alias?: string | undefined;
  readonly "is-default"?: boolean | undefined;
  readonly "cpu-max": number;
  readonly "hotpluggable-cpus": boolean;
  readonly "numa-mem-supported": boolean;
  readonly deprecated: boolean;
  readonly "default-cpu-type"?: string | undefined;
  readonly "default-ram-id"?: string | undefined;
}

export interface QueryMemdevReturn {
  readonly id?: string | undefined;
  readonly size: number;
  readonly merge: boolean;
  readonly dump: boolean;
  readonly prealloc: boolean;
  readonly share: boolean;
  readonly reserve?: boolean | undefined;
  readonly "host-nodes": readonly number[];
  readonly policy: QueryMemdevReturnPolicy;
}

export type QueryMemdevReturnPolicy = "default" | "preferred" | "bind" | "interleave";

export type QueryMemoryDevicesReturn =
  | ({ readonly type: "dimm" } & QueryMemoryDevicesReturnDimm)
  | ({ readonly type: "nvdimm" } & QueryMemoryDevicesReturnDimm)
  | ({ readonly type: "virtio-pmem" } & QueryMemoryDevicesReturnVirtioPmem)
  | ({ readonly type: "virtio-mem" } & QueryMemoryDevicesReturnVirtioMem)
  | ({ readonly type: "sgx-epc" } & QueryMemoryDevicesReturnSgxEpc);

export interface QueryMemoryDevicesReturnDimm {
  readonly data: QueryMemoryDevicesReturnDimmData;
}

export interface QueryMemoryDevicesReturnDimmData {
  readonly id?: string | undefined;
  readonly addr: number;
  readonly size: number;
  readonly slot: number;
  readonly node: number;
  readonly memdev: string;
  readonly hotplugged: boolean;
  readonly hotpluggable: boolean;
}

export interface QueryMemoryDevicesReturnSgxEpc {
  readonly data: QueryMemoryDevicesReturnSgxEpcData;
}

export interface QueryMemoryDevicesReturnSgxEpcData {
  readonly id?: string | undefined;
  readonly memaddr: number;
  readonly size: number;
  readonly node: number;
  readonly memdev: string;
}

export type QueryMemoryDevicesReturnType = "dimm" | "nvdimm" | "virtio-pmem" | "virtio-mem" | "sgx-epc";

export interface QueryMemoryDevicesReturnVirtioMem {
  readonly data: QueryMemoryDevicesReturnVirtioMemData;
}

export interface QueryMemoryDevicesReturnVirtioMemData {
  readonly id?: string | undefined;
  readonly memaddr: number;
  readonly "requested-size": number;
  readonly size: number;
  readonly "max-size": number;
  readonly "block-size": number;
  readonly node: number;
  readonly memdev: string;
}

export interface QueryMemoryDevicesReturnVirtioPmem {
  readonly data: QueryMemoryDevicesReturnVirtioPmemData;
}

export interface QueryMemoryDevicesReturnVirtioPmemData {
  readonly id?: string | undefined;
  readonly memaddr: number;
  readonly size: number;
  readonly memdev: string;
}

export interface QueryMemorySizeSummaryReturn {
  readonly "base-memory": number;
  readonly "plugged-memory"?: number | undefined;
}

export interface QueryMiceReturn {
  readonly name: string;
  readonly index: number;
  readonly current: boolean;
  readonly absolute: boolean;
}

export interface QueryMigrateCapabilitiesReturn {
  readonly capability: QueryMigrateCapabilitiesReturnCapability;
  readonly state: boolean;
}

export type QueryMigrateCapabilitiesReturnCapability =
  | "xbzrle"
  | "rdma-pin-all"
  | "auto-converge"
  | "zero-blocks"
  | "compress"
  | "events"
  | "postcopy-ram"
  | "x-colo"
  | "release-ram"
  | "block"
  | "return-path"
  | "pause-before-switchover"
  | "multifd"
  | "dirty-bitmaps"
  | "postcopy-blocktime"
  | "late-block-activate"
  | "x-ignore-shared"
  | "validate-uuid"
  | "background-snapshot"
  | "zero-copy-send"
  | "postcopy-preempt";

export interface QueryMigrateParametersReturn {
  readonly "announce-initial"?: number | undefined;
  readonly "announce-max"?: number | undefined;
  readonly "announce-rounds"?: number | undefined;
  readonly "announce-step"?: number | undefined;
  readonly "compress-level"?: number | undefined;
  readonly "compress-threads"?: number | undefined;
  readonly "compress-wait-thread"?: boolean | undefined;
  readonly "decompress-threads"?: number | undefined;
  readonly "throttle-trigger-threshold"?: number | undefined;
  readonly "cpu-throttle-initial"?: number | undefined;
  readonly "cpu-throttle-increment"?: number | undefined;
  readonly "cpu-throttle-tailslow"?: boolean | undefined;
  readonly "tls-creds"?: string | undefined;
  readonly "tls-hostname"?: string | undefined;
  readonly "tls-authz"?: string | undefined;
  readonly "max-bandwidth"?: number | undefined;
  readonly "downtime-limit"?: number | undefined;
  /** Unstable: QEMU may change it. */
  readonly "x-checkpoint-delay"?: number | undefined;
  readonly "block-incremental"?: boolean | undefined;
  readonly "multifd-channels"?: number | undefined;
  readonly "xbzrle-cache-size"?: number | undefined;
  readonly "max-postcopy-bandwidth"?: number | undefined;
  readonly "max-cpu-throttle"?: number | undefined;
  readonly "multifd-compression"?: MigrateSetParametersMultifdCompression | undefined;
  readonly "multifd-zlib-level"?: number | undefined;
  readonly "multifd-zstd-level"?: number | undefined;
  readonly "block-bitmap-mapping"?: readonly MigrateSetParametersBlockBitmapMapping[] | undefined;
}

export interface QueryMigrateReturn {
  readonly status?: MigrateContinueState | undefined;
  readonly ram?: QueryMigrateReturnRam | undefined;
  readonly disk?: QueryMigrateReturnRam | undefined;
  readonly vfio?: QueryMigrateReturnVfio | undefined;
  readonly "xbzrle-cache"?: QueryMigrateReturnXbzrleCache | undefined;
  readonly "total-time"?: number | undefined;
  readonly "expected-downtime"?: number | undefined;
  readonly downtime?: number | undefined;
  readonly "setup-time"?: number | undefined;
  readonly "cpu-throttle-percentage"?: number | undefined;
  readonly "error-desc"?: string | undefined;
  readonly "blocked-reasons"?: readonly string[] | undefined;
  readonly "postcopy-blocktime"?: number | undefined;
  readonly "postcopy-vcpu-blocktime"?: readonly number[] | undefined;
  readonly compression?: QueryMigrateReturnCompression | undefined;
  readonly "socket-address"?: readonly QueryMigrateReturnSocketAddress[] | undefined;
}

export interface QueryMigrateReturnCompression {
  readonly pages: number;
  readonly busy: number;
  readonly "busy-rate": number;
  readonly "compressed-size": number;
  readonly "compression-rate": number;
}

export interface QueryMigrateReturnRam {
  readonly transferred: number;
  readonly remaining: number;
  readonly total: number;
  readonly duplicate: number;
  readonly skipped: number;
  readonly normal: number;
  readonly "normal-bytes": number;
  readonly "dirty-pages-rate": number;
  readonly mbps: number;
  readonly "dirty-sync-count": number;
  readonly "postcopy-requests": number;
  readonly "page-size": number;
  readonly "multifd-bytes": number;
  readonly "pages-per-second": number;
  readonly "precopy-bytes": number;
  readonly "downtime-bytes": number;
  readonly "postcopy-bytes": number;
  readonly "dirty-sync-missed-zero-copy": number;
}

export type QueryMigrateReturnSocketAddress =
  | ({ readonly type: "inet" } & BlockdevAddSshServer)
  | ({ readonly type: "unix" } & QueryMigrateReturnSocketAddressUnix)
  | ({ readonly type: "vsock" } & QueryMigrateReturnSocketAddressVsock)
  | ({ readonly type: "fd" } & NetdevAddUserDnssearch);

export interface QueryMigrateReturnSocketAddressUnix {
  readonly path: string;
  readonly abstract?: boolean | undefined;
  readonly tight?: boolean | undefined;
}

export interface QueryMigrateReturnSocketAddressVsock {
  readonly cid: string;
  readonly port: string;
}

export interface QueryMigrateReturnVfio {
  readonly transferred: number;
}

export interface QueryMigrateReturnXbzrleCache {
  readonly "cache-size": number;
  readonly bytes: number;
  readonly pages: number;
  readonly "cache-miss": number;
  readonly "cache-miss-rate": number;
  readonly "encoding-rate": number;
  readonly overflow: number;
}

export interface QueryNameReturn {
  readonly name?: string | undefined;
}

export interface QueryNamedBlockNodes {
  readonly flat?: boolean | undefined;
}

export interface QueryNamedBlockNodesReturn {
  readonly file: string;
  readonly "node-name"?: string | undefined;
  readonly ro: boolean;
  readonly drv: string;
  readonly backing_file?: string | undefined;
  readonly backing_file_depth: number;
  readonly encrypted: boolean;
  readonly detect_zeroes: BlockdevAddDetectZeroes;
  readonly bps: number;
  readonly bps_rd: number;
  readonly bps_wr: number;
  readonly iops: number;
  readonly iops_rd: number;
  readonly iops_wr: number;
  readonly image: QueryNamedBlockNodesReturnImage;
  readonly bps_max?: number | undefined;
  readonly bps_rd_max?: number | undefined;
  readonly bps_wr_max?: number | undefined;
  readonly iops_max?: number | undefined;
  readonly iops_rd_max?: number | undefined;
  readonly iops_wr_max?: number | undefined;
  readonly bps_max_length?: number | undefined;
  readonly bps_rd_max_length?: number | undefined;
  readonly bps_wr_max_length?: number | undefined;
  readonly iops_max_length?: number | undefined;
  readonly iops_rd_max_length?: number | undefined;
  readonly iops_wr_max_length?: number | undefined;
  readonly iops_size?: number | undefined;
  readonly group?: string | undefined;
  readonly cache: QueryNamedBlockNodesReturnCache;
  readonly write_threshold: number;
  readonly "dirty-bitmaps"?: readonly QueryNamedBlockNodesReturnDirtyBitmaps[] | undefined;
}

export interface QueryNamedBlockNodesReturnCache {
  readonly writeback: boolean;
  readonly direct: boolean;
  readonly "no-flush": boolean;
}

export interface QueryNamedBlockNodesReturnDirtyBitmaps {
  readonly name?: string | undefined;
  readonly count: number;
  readonly granularity: number;
  readonly recording: boolean;
  readonly busy: boolean;
  readonly persistent: boolean;
  readonly inconsistent?: boolean | undefined;
}

export interface QueryNamedBlockNodesReturnImage {
  readonly filename: string;
  readonly format: string;
  readonly "dirty-flag"?: boolean | undefined;
  readonly "actual-size"?: number | undefined;
  readonly "virtual-size": number;
  readonly "cluster-size"?: number | undefined;
  readonly encrypted?: boolean | undefined;
  readonly compressed?: boolean | undefined;
  readonly "backing-filename"?: string | undefined;
  readonly "full-backing-filename"?: string | undefined;
  readonly "backing-filename-format"?: string | undefined;
  readonly snapshots?: readonly BlockdevSnapshotDeleteInternalSyncReturn[] | undefined;
  readonly "backing-image"?: QueryNamedBlockNodesReturnImage | undefined;
  readonly "format-specific"?: QueryNamedBlockNodesReturnImageFormatSpecific | undefined;
}

export type QueryNamedBlockNodesReturnImageFormatSpecific =
  | ({ readonly type: "qcow2" } & QueryNamedBlockNodesReturnImageFormatSpecificQcow2)
  | ({ readonly type: "vmdk" } & QueryNamedBlockNodesReturnImageFormatSpecificVmdk)
  | ({ readonly type: "luks" } & QueryNamedBlockNodesReturnImageFormatSpecificLuks)
  | ({ readonly type: "rbd" } & QueryNamedBlockNodesReturnImageFormatSpecificRbd);

export interface QueryNamedBlockNodesReturnImageFormatSpecificLuks {
  readonly data: QueryNamedBlockNodesReturnImageFormatSpecificLuksData;
}

export interface QueryNamedBlockNodesReturnImageFormatSpecificLuksData {
  readonly "cipher-alg": BlockdevCreateOptionsLuksCipherAlg;
  readonly "cipher-mode": BlockdevCreateOptionsLuksCipherMode;
  readonly "ivgen-alg": BlockdevCreateOptionsLuksIvgenAlg;
  readonly "ivgen-hash-alg"?: BlockdevCreateOptionsLuksIvgenHashAlg | undefined;
  readonly "hash-alg": BlockdevCreateOptionsLuksIvgenHashAlg;
  readonly "payload-offset": number;
  readonly "master-key-iters": number;
  readonly uuid: string;
  readonly slots: readonly QueryNamedBlockNodesReturnImageFormatSpecificLuksDataSlots[];
}

export interface QueryNamedBlockNodesReturnImageFormatSpecificLuksDataSlots {
  readonly active: boolean;
  readonly iters?: number | undefined;
  readonly stripes?: number | undefined;
  readonly "key-offset": number;
}

export interface QueryNamedBlockNodesReturnImageFormatSpecificQcow2 {
  readonly data: QueryNamedBlockNodesReturnImageFormatSpecificQcow2Data;
}

export interface QueryNamedBlockNodesReturnImageFormatSpecificQcow2Data {
  readonly compat: string;
  readonly "data-file"?: string | undefined;
  readonly "data-file-raw"?: boolean | undefined;
  readonly "extended-l2"?: boolean | undefined;
  readonly "lazy-refcounts"?: boolean | undefined;
  readonly corrupt?: boolean | undefined;
  readonly "refcount-bits": number;
  readonly encrypt?: QueryNamedBlockNodesReturnImageFormatSpecificQcow2DataEncrypt | undefined;
  readonly bitmaps?: readonly QueryNamedBlockNodesReturnImageFormatSpecificQcow2DataBitmaps[] | undefined;
  readonly "compression-type": BlockdevCreateOptionsQcow2CompressionType;
}

export interface QueryNamedBlockNodesReturnImageFormatSpecificQcow2DataBitmaps {
  readonly name: string;
  readonly granularity: number;
  readonly flags: readonly QueryNamedBlockNodesReturnImageFormatSpecificQcow2DataBitmapsFlags[];
}

export type QueryNamedBlockNodesReturnImageFormatSpecificQcow2DataBitmapsFlags = "in-use" | "auto";

export type QueryNamedBlockNodesReturnImageFormatSpecificQcow2DataEncrypt =
  | ({ readonly format: "luks" } & QueryNamedBlockNodesReturnImageFormatSpecificLuksData)
  | { readonly format: "aes" };

export interface QueryNamedBlockNodesReturnImageFormatSpecificRbd {
  readonly data: QueryNamedBlockNodesReturnImageFormatSpecificRbdData;
}

export interface QueryNamedBlockNodesReturnImageFormatSpecificRbdData {
  readonly "encryption-format"?: BlockdevAddRbdEncryptFormat | undefined;
}

export type QueryNamedBlockNodesReturnImageFormatSpecificType = "qcow2" | "vmdk" | "luks" | "rbd";

export interface QueryNamedBlockNodesReturnImageFormatSpecificVmdk {
  readonly data: QueryNamedBlockNodesReturnImageFormatSpecificVmdkData;
}

export interface QueryNamedBlockNodesReturnImageFormatSpecificVmdkData {
  readonly "create-type": string;
  readonly cid: number;
  readonly "parent-cid": number;
  readonly extents: readonly QueryNamedBlockNodesReturnImage[];
}

export interface QueryPciReturn {
  readonly bus: number;
  readonly devices: readonly QueryPciReturnDevices[];
}

export interface QueryPciReturnDevices {
  readonly bus: number;
  readonly slot: number;
  readonly function: number;
  readonly class_info: QueryPciReturnDevicesClassInfo;
  readonly id: QueryPciReturnDevicesId;
  readonly irq?: number | undefined;
  readonly irq_pin: number;
  readonly qdev_id: string;
  readonly pci_bridge?: QueryPciReturnDevicesPciBridge | undefined;
  readonly regions: readonly QueryPciReturnDevicesRegions[];
}

export interface QueryPciReturnDevicesClassInfo {
  readonly desc?: string | undefined;
  readonly class: number;
}

export interface QueryPciReturnDevicesId {
  readonly device: number;
  readonly vendor: number;
  readonly subsystem?: number | undefined;
  readonly "subsystem-vendor"?: number | undefined;
}

export interface QueryPciReturnDevicesPciBridge {
  readonly bus: QueryPciReturnDevicesPciBridgeBus;
  readonly devices?: readonly QueryPciReturnDevices[] | undefined;
}

export interface QueryPciReturnDevicesPciBridgeBus {
  readonly number: number;
  readonly secondary: number;
  readonly subordinate: number;
  readonly io_range: QueryPciReturnDevicesPciBridgeBusIoRange;
  readonly memory_range: QueryPciReturnDevicesPciBridgeBusIoRange;
  readonly prefetchable_range: QueryPciReturnDevicesPciBridgeBusIoRange;
}

export interface QueryPciReturnDevicesPciBridgeBusIoRange {
  readonly base: number;
  readonly limit: number;
}

export interface QueryPciReturnDevicesRegions {
  readonly bar: number;
  readonly type: string;
  readonly address: number;
  readonly size: number;
  readonly prefetch?: boolean | undefined;
  readonly mem_type_64?: boolean | undefined;
}

export interface QueryPrManagersReturn {
  readonly id: string;
  readonly connected: boolean;
}

export interface QueryQmpSchemaReturnBase {
  readonly name: string;
  readonly features?: readonly string[] | undefined;
}

export type QueryQmpSchemaReturn =
  | ({ readonly "meta-type": "builtin" } & QueryQmpSchemaReturnBase & QueryQmpSchemaReturnBuiltin)
  | ({ readonly "meta-type": "enum" } & QueryQmpSchemaReturnBase & QueryQmpSchemaReturnEnum)
  | ({ readonly "meta-type": "array" } & QueryQmpSchemaReturnBase & QueryQmpSchemaReturnArray)
  | ({ readonly "meta-type": "object" } & QueryQmpSchemaReturnBase & QueryQmpSchemaReturnObject)
  | ({ readonly "meta-type": "alternate" } & QueryQmpSchemaReturnBase & QueryQmpSchemaReturnAlternate)
  | ({ readonly "meta-type": "command" } & QueryQmpSchemaReturnBase & QueryQmpSchemaReturnCommand)
  | ({ readonly "meta-type": "event" } & QueryQmpSchemaReturnBase & QueryQmpSchemaReturnEvent);

export interface QueryQmpSchemaReturnAlternate {
  readonly members: readonly QueryQmpSchemaReturnAlternateMembers[];
}

export interface QueryQmpSchemaReturnAlternateMembers {
  readonly type: string;
}

export interface QueryQmpSchemaReturnArray {
  readonly "element-type": string;
}

export interface QueryQmpSchemaReturnBuiltin {
  readonly "json-type": QueryQmpSchemaReturnBuiltinJsonType;
}

export type QueryQmpSchemaReturnBuiltinJsonType =
  | "string"
  | "number"
  | "int"
  | "boolean"
  | "null"
  | "object"
  | "array"
  | "value";

export interface QueryQmpSchemaReturnCommand {
  readonly "arg-type": string;
  readonly "ret-type": string;
  readonly "allow-oob"?: boolean | undefined;
}

export interface QueryQmpSchemaReturnEnum {
  readonly members: readonly QueryQmpSchemaReturnEnumMembers[];
  /** @deprecated by QEMU: it will be removed. */
  readonly values: readonly string[];
}

export interface QueryQmpSchemaReturnEnumMembers {
  readonly name: string;
  readonly features?: readonly string[] | undefined;
}

export interface QueryQmpSchemaReturnEvent {
  readonly "arg-type": string;
}

export type QueryQmpSchemaReturnMetaType =
  | "builtin"
  | "enum"
  | "array"
  | "object"
  | "alternate"
  | "command"
  | "event";

export interface QueryQmpSchemaReturnObject {
  readonly members: readonly QueryQmpSchemaReturnObjectMembers[];
  readonly tag?: string | undefined;
  readonly variants?: readonly QueryQmpSchemaReturnObjectVariants[] | undefined;
}

export interface QueryQmpSchemaReturnObjectMembers {
  readonly name: string;
  readonly type: string;
  readonly default?: unknown | undefined;
  readonly features?: readonly string[] | undefined;
}

export interface QueryQmpSchemaReturnObjectVariants {
  readonly case: string;
  readonly type: string;
}

export interface QueryReplayReturn {
  readonly mode: QueryReplayReturnMode;
  readonly filename?: string | undefined;
  readonly icount: number;
}

export type QueryReplayReturnMode = "none" | "record" | "play";

export interface QueryRocker {
  readonly name: string;
}

export interface QueryRockerOfDpaFlows {
  readonly name: string;
  readonly "tbl-id"?: number | undefined;
}

export interface QueryRockerOfDpaFlowsReturn {
  readonly cookie: number;
  readonly hits: number;
  readonly key: QueryRockerOfDpaFlowsReturnKey;
  readonly mask: QueryRockerOfDpaFlowsReturnMask;
  readonly action: QueryRockerOfDpaFlowsReturnAction;
}

export interface QueryRockerOfDpaFlowsReturnAction {
  readonly "goto-tbl"?: number | undefined;
  readonly "group-id"?: number | undefined;
  readonly "tunnel-lport"?: number | undefined;
  readonly "vlan-id"?: number | undefined;
  readonly "new-vlan-id"?: number | undefined;
  readonly "out-pport"?: number | undefined;
}

export interface QueryRockerOfDpaFlowsReturnKey {
  readonly priority: number;
  readonly "tbl-id": number;
  readonly "in-pport"?: number | undefined;
  readonly "tunnel-id"?: number | undefined;
  readonly "vlan-id"?: number | undefined;
  readonly "eth-type"?: number | undefined;
  readonly "eth-src"?: string | undefined;
  readonly "eth-dst"?: string | undefined;
  readonly "ip-proto"?: number | undefined;
  readonly "ip-tos"?: number | undefined;
  readonly "ip-dst"?: string | undefined;
}

export interface QueryRockerOfDpaFlowsReturnMask {
  readonly "in-pport"?: number | undefined;
  readonly "tunnel-id"?: number | undefined;
  readonly "vlan-id"?: number | undefined;
  readonly "eth-src"?: string | undefined;
  readonly "eth-dst"?: string | undefined;
  readonly "ip-proto"?: number | undefined;
  readonly "ip-tos"?: number | undefined;
}

export interface QueryRockerOfDpaGroups {
  readonly name: string;
  readonly type?: number | undefined;
}

export interface QueryRockerOfDpaGroupsReturn {
  readonly id: number;
  readonly type: number;
  readonly "vlan-id"?: number | undefined;
  readonly pport?: number | undefined;
  readonly index?: number | undefined;
  readonly "out-pport"?: number | undefined;
  readonly "group-id"?: number | undefined;
  readonly "set-vlan-id"?: number | undefined;
  readonly "pop-vlan"?: number | undefined;
  readonly "group-ids"?: readonly number[] | undefined;
  readonly "set-eth-src"?: string | undefined;
  readonly "set-eth-dst"?: string | undefined;
  readonly "ttl-check"?: number | undefined;
}

export interface QueryRockerPorts {
  readonly name: string;
}

export interface QueryRockerPortsReturn {
  readonly name: string;
  readonly enabled: boolean;
  readonly "link-up": boolean;
  readonly speed: number;
  readonly duplex: QueryRockerPortsReturnDuplex;
  readonly autoneg: QueryRockerPortsReturnAutoneg;
}

export type QueryRockerPortsReturnAutoneg = "off" | "on";

export type QueryRockerPortsReturnDuplex = "half" | "full";

export interface QueryRockerReturn {
  readonly name: string;
  readonly id: number;
  readonly ports: number;
}

export interface QueryRxFilter {
  readonly name?: string | undefined;
}

export interface QueryRxFilterReturn {
  readonly name: string;
  readonly promiscuous: boolean;
  readonly multicast: QueryRxFilterReturnMulticast;
  readonly unicast: QueryRxFilterReturnMulticast;
  readonly vlan: QueryRxFilterReturnMulticast;
  readonly "broadcast-allowed": boolean;
  readonly "multicast-overflow": boolean;
  readonly "unicast-overflow": boolean;
  readonly "main-mac": string;
  readonly "vlan-table": readonly number[];
  readonly "unicast-table": readonly string[];
  readonly "multicast-table": readonly string[];
}

export type QueryRxFilterReturnMulticast = "normal" | "none" | "all";

export interface QuerySevAttestationReport {
  readonly mnonce: string;
}

export interface QuerySevAttestationReportReturn {
  readonly data: string;
}

export interface QuerySevCapabilitiesReturn {
  readonly pdh: string;
  readonly "cert-chain": string;
  readonly "cpu0-id": string;
  readonly cbitpos: number;
  readonly "reduced-phys-bits": number;
}

export interface QuerySevLaunchMeasureReturn {
  readonly data: string;
}

export interface QuerySevReturn {
  readonly enabled: boolean;
  readonly "api-major": number;
  readonly "api-minor": number;
  readonly "build-id": number;
  readonly policy: number;
  readonly state: QuerySevReturnState;
  readonly handle: number;
}

export type QuerySevReturnState =
  | "uninit"
  | "launch-update"
  | "launch-secret"
  | "running"
  | "send-update"
  | "receive-update";

export interface QuerySgxReturn {
  readonly sgx: boolean;
  readonly sgx1: boolean;
  readonly sgx2: boolean;
  readonly flc: boolean;
  /** @deprecated by QEMU: it will be removed. */
  readonly "section-size": number;
  readonly sections: readonly QuerySgxReturnSections[];
}

export interface QuerySgxReturnSections {
  readonly node: number;
  readonly size: number;
}

export interface QuerySpiceReturn {
  readonly enabled: boolean;
  readonly migrated: boolean;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly "tls-port"?: number | undefined;
  readonly auth?: string | undefined;
  readonly "compiled-version"?: string | undefined;
  readonly "mouse-mode": QuerySpiceReturnMouseMode;
  readonly channels?: readonly QuerySpiceReturnChannels[] | undefined;
}

export interface QuerySpiceReturnChannels {
  readonly host: string;
  readonly port: string;
  readonly family: QueryVncReturnFamily;
  readonly "connection-id": number;
  readonly "channel-type": number;
  readonly "channel-id": number;
  readonly tls: boolean;
}

export type QuerySpiceReturnMouseMode = "client" | "server" | "unknown";

export interface QueryStatsBase {
  readonly providers?: readonly QueryStatsProviders[] | undefined;
}

export type QueryStats =
  | ({ readonly target: "vcpu" } & QueryStatsBase & QueryStatsVcpu)
  | ({ readonly target: "vm" } & QueryStatsBase);

export interface QueryStatsProviders {
  readonly provider: QueryStatsSchemasProvider;
  readonly names?: readonly string[] | undefined;
}

export interface QueryStatsReturn {
  readonly provider: QueryStatsSchemasProvider;
  readonly "qom-path"?: string | undefined;
  readonly stats: readonly QueryStatsReturnStats[];
}

export interface QueryStatsReturnStats {
  readonly name: string;
  readonly value: QueryStatsReturnStatsValue;
}

export type QueryStatsReturnStatsValue = number | boolean | readonly number[];

export interface QueryStatsSchemas {
  readonly provider?: QueryStatsSchemasProvider | undefined;
}

export type QueryStatsSchemasProvider = "kvm";

export interface QueryStatsSchemasReturn {
  readonly provider: QueryStatsSchemasProvider;
  readonly target: QueryStatsTarget;
  readonly stats: readonly QueryStatsSchemasReturnStats[];
}

export interface QueryStatsSchemasReturnStats {
  readonly name: string;
  readonly type: QueryStatsSchemasReturnStatsType;
  readonly unit?: QueryStatsSchemasReturnStatsUnit | undefined;
  readonly base?: number | undefined;
  readonly exponent: number;
  readonly "bucket-size"?: number | undefined;
}

export type QueryStatsSchemasReturnStatsType =
  | "cumulative"
  | "instant"
  | "peak"
  | "linear-histogram"
  | "log2-histogram";

export type QueryStatsSchemasReturnStatsUnit = "bytes" | "seconds" | "cycles" | "boolean";

export type QueryStatsTarget = "vm" | "vcpu";

export interface QueryStatsVcpu {
  readonly vcpus?: readonly string[] | undefined;
}

export interface QueryStatusReturn {
  readonly running: boolean;
  readonly singlestep: boolean;
  readonly status: QueryStatusReturnStatus;
}

export type QueryStatusReturnStatus =
  | "debug"
  | "inmigrate"
  | "internal-error"
  | "io-error"
  | "paused"
  | "postmigrate"
  | "prelaunch"
  | "finish-migrate"
  | "restore-vm"
  | "running"
  | "save-vm"
  | "shutdown"
  | "suspended"
  | "watchdog"
  | "guest-panicked"
  | "colo";

export interface QueryTargetReturn {
  readonly arch: QueryCpusFastReturnTarget;
}

export type QueryTpmModelsReturn = "tpm-tis" | "tpm-crb" | "tpm-spapr";

export interface QueryTpmReturn {
  readonly id: string;
  readonly model: QueryTpmModelsReturn;
  readonly options: QueryTpmReturnOptions;
}

export type QueryTpmReturnOptions =
  | ({ readonly type: "passthrough" } & QueryTpmReturnOptionsPassthrough)
  | ({ readonly type: "emulator" } & QueryTpmReturnOptionsEmulator);

export interface QueryTpmReturnOptionsEmulator {
  readonly data: QueryTpmReturnOptionsEmulatorData;
}

export interface QueryTpmReturnOptionsEmulatorData {
  readonly chardev: string;
}

export interface QueryTpmReturnOptionsPassthrough {
  readonly data: QueryTpmReturnOptionsPassthroughData;
}

export interface QueryTpmReturnOptionsPassthroughData {
  readonly path?: string | undefined;
  readonly "cancel-path"?: string | undefined;
}

export type QueryTpmTypesReturn = "passthrough" | "emulator";

export interface QueryUuidReturn {
  readonly UUID: string;
}

export interface QueryVcpuDirtyLimitReturn {
  readonly "cpu-index": number;
  readonly "limit-rate": number;
  readonly "current-rate": number;
}

export interface QueryVersionReturn {
  readonly qemu: QueryVersionReturnQemu;
  readonly package: string;
}

export interface QueryVersionReturnQemu {
  readonly major: number;
  readonly minor: number;
  readonly micro: number;
}

export interface QueryVmGenerationIdReturn {
  readonly guid: string;
}

export interface QueryVncReturn {
  readonly enabled: boolean;
  readonly host?: string | undefined;
  readonly family?: QueryVncReturnFamily | undefined;
  readonly service?: string | undefined;
  readonly auth?: string | undefined;
  readonly clients?: readonly QueryVncReturnClients[] | undefined;
}

export interface QueryVncReturnClients {
  readonly host: string;
  readonly service: string;
  readonly family: QueryVncReturnFamily;
  readonly websocket: boolean;
  readonly x509_dname?: string | undefined;
  readonly sasl_username?: string | undefined;
}

export type QueryVncReturnFamily = "ipv4" | "ipv6" | "unix" | "vsock" | "unknown";

export interface QueryVncServersReturn {
  readonly id: string;
  readonly server: readonly QueryVncServersReturnServer[];
  readonly clients: readonly QueryVncReturnClients[];
  readonly auth: QueryVncServersReturnAuth;
  readonly vencrypt?: QueryVncServersReturnVencrypt | undefined;
  readonly display?: string | undefined;
}

export type QueryVncServersReturnAuth =
  | "none"
  | "vnc"
  | "ra2"
  | "ra2ne"
  | "tight"
  | "ultra"
  | "tls"
  | "vencrypt"
  | "sasl";

export interface QueryVncServersReturnServer {
  readonly host: string;
  readonly service: string;
  readonly family: QueryVncReturnFamily;
  readonly websocket: boolean;
  readonly auth: QueryVncServersReturnAuth;
  readonly vencrypt?: QueryVncServersReturnVencrypt | undefined;
}

export type QueryVncServersReturnVencrypt =
  | "plain"
  | "tls-none"
  | "x509-none"
  | "tls-vnc"
  | "x509-vnc"
  | "tls-plain"
  | "x509-plain"
  | "tls-sasl"
  | "x509-sasl";

export interface QueryXenReplicationStatusReturn {
  readonly error: boolean;
  readonly desc?: string | undefined;
}

export type QueryYankReturn =
  | ({ readonly type: "block-node" } & QueryYankReturnBlockNode)
  | ({ readonly type: "chardev" } & QueryYankReturnChardev)
  | { readonly type: "migration" };

export interface QueryYankReturnBlockNode {
  readonly "node-name": string;
}

export interface QueryYankReturnChardev {
  readonly id: string;
}

export type QueryYankReturnType = "block-node" | "chardev" | "migration";

export interface QuorumFailureEvent {
  readonly reference: string;
  readonly "sector-num": number;
  readonly "sectors-count": number;
}

export interface QuorumReportBadEvent {
  readonly type: QuorumReportBadEventType;
  readonly error?: string | undefined;
  readonly "node-name": string;
  readonly "sector-num": number;
  readonly "sectors-count": number;
}

export type QuorumReportBadEventType = "read" | "write" | "flush";

export interface RdmaGidStatusChangedEvent {
  readonly netdev: string;
  readonly "gid-status": boolean;
  readonly "subnet-prefix": number;
  readonly "interface-id": number;
}

export interface RemoveFd {
  readonly "fdset-id": number;
  readonly fd?: number | undefined;
}

export interface ReplayBreak {
  readonly icount: number;
}

export interface ReplaySeek {
  readonly icount: number;
}

export interface ResetEvent {
  readonly guest: boolean;
  readonly reason: ResetEventReason;
}

export type ResetEventReason =
  | "none"
  | "host-error"
  | "host-qmp-quit"
  | "host-qmp-system-reset"
  | "host-signal"
  | "host-ui"
  | "guest-shutdown"
  | "guest-reset"
  | "guest-panic"
  | "subsystem-reset"
  | "snapshot-load";

export interface RingbufRead {
  readonly device: string;
  readonly size: number;
  readonly format?: RingbufReadFormat | undefined;
}

export type RingbufReadFormat = "utf8" | "base64";

export interface RingbufWrite {
  readonly device: string;
  readonly data: string;
  readonly format?: RingbufReadFormat | undefined;
}

export interface RtcChangeEvent {
  readonly offset: number;
  readonly "qom-path": string;
}

export interface Screendump {
  readonly filename: string;
  readonly device?: string | undefined;
  readonly head?: number | undefined;
  readonly format?: ScreendumpFormat | undefined;
}

export type ScreendumpFormat = "ppm" | "png";

export interface SendKey {
  readonly keys: readonly SendKeyKeys[];
  readonly "hold-time"?: number | undefined;
}

export type SendKeyKeys =
  | ({ readonly type: "number" } & SendKeyKeysNumber)
  | ({ readonly type: "qcode" } & SendKeyKeysQcode);

export interface SendKeyKeysNumber {
  readonly data: number;
}

export interface SendKeyKeysQcode {
  readonly data: SendKeyKeysQcodeData;
}

export type SendKeyKeysQcodeData =
  | "unmapped"
  | "shift"
  | "shift_r"
  | "alt"
  | "alt_r"
  | "ctrl"
  | "ctrl_r"
  | "menu"
  | "esc"
  | "1"
  | "2"
  | "3"
  | "4"
  | "5"
  | "6"
  | "7"
  | "8"
  | "9"
  | "0"
  | "minus"
  | "equal"
  | "backspace"
  | "tab"
  | "q"
  | "w"
  | "e"
  | "r"
  | "t"
  | "y"
  | "u"
  | "i"
  | "o"
  | "p"
  | "bracket_left"
  | "bracket_right"
  | "ret"
  | "a"
  | "s"
  | "d"
  | "f"
  | "g"
  | "h"
  | "j"
  | "k"
  | "l"
  | "semicolon"
  | "apostrophe"
  | "grave_accent"
  | "backslash"
  | "z"
  | "x"
  | "c"
  | "v"
  | "b"
  | "n"
  | "m"
  | "comma"
  | "dot"
  | "slash"
  | "asterisk"
  | "spc"
  | "caps_lock"
  | "f1"
  | "f2"
  | "f3"
  | "f4"
  | "f5"
  | "f6"
  | "f7"
  | "f8"
  | "f9"
  | "f10"
  | "num_lock"
  | "scroll_lock"
  | "kp_divide"
  | "kp_multiply"
  | "kp_subtract"
  | "kp_add"
  | "kp_enter"
  | "kp_decimal"
  | "sysrq"
  | "kp_0"
  | "kp_1"
  | "kp_2"
  | "kp_3"
  | "kp_4"
  | "kp_5"
  | "kp_6"
  | "kp_7"
  | "kp_8"
  | "kp_9"
  | "less"
  | "f11"
  | "f12"
  | "print"
  | "home"
  | "pgup"
  | "pgdn"
  | "end"
  | "left"
  | "up"
  | "down"
  | "right"
  | "insert"
  | "delete"
  | "stop"
  | "again"
  | "props"
  | "undo"
  | "front"
  | "copy"
  | "open"
  | "paste"
  | "find"
  | "cut"
  | "lf"
  | "help"
  | "meta_l"
  | "meta_r"
  | "compose"
  | "pause"
  | "ro"
  | "hiragana"
  | "henkan"
  | "yen"
  | "muhenkan"
  | "katakanahiragana"
  | "kp_comma"
  | "kp_equals"
  | "power"
  | "sleep"
  | "wake"
  | "audionext"
  | "audioprev"
  | "audiostop"
  | "audioplay"
  | "audiomute"
  | "volumeup"
  | "volumedown"
  | "mediaselect"
  | "mail"
  | "calculator"
  | "computer"
  | "ac_home"
  | "ac_back"
  | "ac_forward"
  | "ac_refresh"
  | "ac_bookmarks"
  | "lang1"
  | "lang2";

export type SendKeyKeysType = "number" | "qcode";

export interface SetAction {
  readonly reboot?: SetActionReboot | undefined;
  readonly shutdown?: SetActionShutdown | undefined;
  readonly panic?: SetActionPanic | undefined;
  readonly watchdog?: SetActionWatchdog | undefined;
}

export type SetActionPanic = "pause" | "shutdown" | "exit-failure" | "none";

export type SetActionReboot = "reset" | "shutdown";

export type SetActionShutdown = "poweroff" | "pause";

export type SetActionWatchdog = "reset" | "shutdown" | "poweroff" | "pause" | "debug" | "none" | "inject-nmi";

export interface SetLink {
  readonly name: string;
  readonly up: boolean;
}

export type SetNumaNode =
  | ({ readonly type: "node" } & SetNumaNodeNode)
  | ({ readonly type: "dist" } & SetNumaNodeDist)
  | ({ readonly type: "cpu" } & SetNumaNodeCpu)
  | ({ readonly type: "hmat-lb" } & SetNumaNodeHmatLb)
  | ({ readonly type: "hmat-cache" } & SetNumaNodeHmatCache);

export interface SetNumaNodeCpu {
  readonly "node-id"?: number | undefined;
  readonly "socket-id"?: number | undefined;
  readonly "die-id"?: number | undefined;
  readonly "cluster-id"?: number | undefined;
  readonly "core-id"?: number | undefined;
  readonly "thread-id"?: number | undefined;
}

export interface SetNumaNodeDist {
  readonly src: number;
  readonly dst: number;
  readonly val: number;
}

export interface SetNumaNodeHmatCache {
  readonly "node-id": number;
  readonly size: number;
  readonly level: number;
  readonly associativity: SetNumaNodeHmatCacheAssociativity;
  readonly policy: SetNumaNodeHmatCachePolicy;
  readonly line: number;
}

export type SetNumaNodeHmatCacheAssociativity = "none" | "direct" | "complex";

export type SetNumaNodeHmatCachePolicy = "none" | "write-back" | "write-through";

export interface SetNumaNodeHmatLb {
  readonly initiator: number;
  readonly target: number;
  readonly hierarchy: SetNumaNodeHmatLbHierarchy;
  readonly "data-type": SetNumaNodeHmatLbDataType;
  readonly latency?: number | undefined;
  readonly bandwidth?: number | undefined;
}

export type SetNumaNodeHmatLbDataType =
  | "access-latency"
  | "read-latency"
  | "write-latency"
  | "access-bandwidth"
  | "read-bandwidth"
  | "write-bandwidth";

export type SetNumaNodeHmatLbHierarchy = "memory" | "first-level" | "second-level" | "third-level";

export interface SetNumaNodeNode {
  readonly nodeid?: number | undefined;
  readonly cpus?: readonly number[] | undefined;
  readonly mem?: number | undefined;
  readonly memdev?: string | undefined;
  readonly initiator?: number | undefined;
}

export type SetNumaNodeType = "node" | "dist" | "cpu" | "hmat-lb" | "hmat-cache";

export interface SetPasswordBase {
  readonly password: string;
  readonly connected?: SetPasswordConnected | undefined;
}

export type SetPassword =
  | ({ readonly protocol: "vnc" } & SetPasswordBase & SetPasswordVnc)
  | ({ readonly protocol: "spice" } & SetPasswordBase);

export type SetPasswordConnected = "keep" | "fail" | "disconnect";

export interface SetPasswordVnc {
  readonly display?: string | undefined;
}

export interface SetVcpuDirtyLimit {
  readonly "cpu-index"?: number | undefined;
  readonly "dirty-rate": number;
}

export interface SevInjectLaunchSecret {
  readonly "packet-header": string;
  readonly secret: string;
  readonly gpa?: number | undefined;
}

export interface ShutdownEvent {
  readonly guest: boolean;
  readonly reason: ResetEventReason;
}

export interface SnapshotDelete {
  readonly "job-id": string;
  readonly tag: string;
  readonly devices: readonly string[];
}

export interface SnapshotLoad {
  readonly "job-id": string;
  readonly tag: string;
  readonly vmstate: string;
  readonly devices: readonly string[];
}

export interface SnapshotSave {
  readonly "job-id": string;
  readonly tag: string;
  readonly vmstate: string;
  readonly devices: readonly string[];
}

export interface SpiceConnectedEvent {
  readonly server: SpiceConnectedEventServer;
  readonly client: SpiceConnectedEventServer;
}

export interface SpiceConnectedEventServer {
  readonly host: string;
  readonly port: string;
  readonly family: QueryVncReturnFamily;
}

export interface SpiceDisconnectedEvent {
  readonly server: SpiceConnectedEventServer;
  readonly client: SpiceConnectedEventServer;
}

export interface SpiceInitializedEvent {
  readonly server: SpiceInitializedEventServer;
  readonly client: QuerySpiceReturnChannels;
}

export interface SpiceInitializedEventServer {
  readonly host: string;
  readonly port: string;
  readonly family: QueryVncReturnFamily;
  readonly auth?: string | undefined;
}

export interface TraceEventGetState {
  readonly name: string;
  readonly vcpu?: number | undefined;
}

export interface TraceEventGetStateReturn {
  readonly name: string;
  readonly state: TraceEventGetStateReturnState;
  readonly vcpu: boolean;
}

export type TraceEventGetStateReturnState = "unavailable" | "disabled" | "enabled";

export interface TraceEventSetState {
  readonly name: string;
  readonly enable: boolean;
  readonly "ignore-unavailable"?: boolean | undefined;
  readonly vcpu?: number | undefined;
}

export interface Transaction {
  readonly actions: readonly TransactionActions[];
  readonly properties?: TransactionProperties | undefined;
}

export type TransactionActions =
  | ({ readonly type: "abort" } & TransactionActionsAbort)
  | ({ readonly type: "block-dirty-bitmap-add" } & TransactionActionsBlockDirtyBitmapAdd)
  | ({ readonly type: "block-dirty-bitmap-remove" } & TransactionActionsBlockDirtyBitmapRemove)
  | ({ readonly type: "block-dirty-bitmap-clear" } & TransactionActionsBlockDirtyBitmapRemove)
  | ({ readonly type: "block-dirty-bitmap-enable" } & TransactionActionsBlockDirtyBitmapRemove)
  | ({ readonly type: "block-dirty-bitmap-disable" } & TransactionActionsBlockDirtyBitmapRemove)
  | ({ readonly type: "block-dirty-bitmap-merge" } & TransactionActionsBlockDirtyBitmapMerge)
  | ({ readonly type: "blockdev-backup" } & TransactionActionsBlockdevBackup)
  | ({ readonly type: "blockdev-snapshot" } & TransactionActionsBlockdevSnapshot)
  | ({ readonly type: "blockdev-snapshot-internal-sync" } & TransactionActionsBlockdevSnapshotInternalSync)
  | ({ readonly type: "blockdev-snapshot-sync" } & TransactionActionsBlockdevSnapshotSync)
  | ({ readonly type: "drive-backup" } & TransactionActionsDriveBackup);

export interface TransactionActionsAbort {
  readonly data: Readonly<Record<string, never>>;
}

export interface TransactionActionsBlockDirtyBitmapAdd {
  readonly data: BlockDirtyBitmapAdd;
}

export interface TransactionActionsBlockDirtyBitmapMerge {
  readonly data: BlockDirtyBitmapMerge;
}

export interface TransactionActionsBlockDirtyBitmapRemove {
  readonly data: BlockDirtyBitmapClear;
}

export interface TransactionActionsBlockdevBackup {
  readonly data: BlockdevBackup;
}

export interface TransactionActionsBlockdevSnapshot {
  readonly data: BlockdevSnapshot;
}

export interface TransactionActionsBlockdevSnapshotInternalSync {
  readonly data: BlockdevSnapshotInternalSync;
}

export interface TransactionActionsBlockdevSnapshotSync {
  readonly data: BlockdevSnapshotSync;
}

export interface TransactionActionsDriveBackup {
  readonly data: DriveBackup;
}

export type TransactionActionsType =
  | "abort"
  | "block-dirty-bitmap-add"
  | "block-dirty-bitmap-remove"
  | "block-dirty-bitmap-clear"
  | "block-dirty-bitmap-enable"
  | "block-dirty-bitmap-disable"
  | "block-dirty-bitmap-merge"
  | "blockdev-backup"
  | "blockdev-snapshot"
  | "blockdev-snapshot-internal-sync"
  | "blockdev-snapshot-sync"
  | "drive-backup";

export interface TransactionProperties {
  readonly "completion-mode"?: TransactionPropertiesCompletionMode | undefined;
}

export type TransactionPropertiesCompletionMode = "individual" | "grouped";

export interface UnplugPrimaryEvent {
  readonly "device-id": string;
}

export interface VfuClientHangupEvent {
  readonly "vfu-id": string;
  readonly "vfu-qom-path": string;
  readonly "dev-id": string;
  readonly "dev-qom-path": string;
}

export interface VncConnectedEvent {
  readonly server: VncConnectedEventServer;
  readonly client: VncConnectedEventClient;
}

export interface VncConnectedEventClient {
  readonly host: string;
  readonly service: string;
  readonly family: QueryVncReturnFamily;
  readonly websocket: boolean;
}

export interface VncConnectedEventServer {
  readonly host: string;
  readonly service: string;
  readonly family: QueryVncReturnFamily;
  readonly websocket: boolean;
  readonly auth?: string | undefined;
}

export interface VncDisconnectedEvent {
  readonly server: VncConnectedEventServer;
  readonly client: QueryVncReturnClients;
}

export interface VncInitializedEvent {
  readonly server: VncConnectedEventServer;
  readonly client: QueryVncReturnClients;
}

export interface VserportChangeEvent {
  readonly id: string;
  readonly open: boolean;
}

export interface WatchdogEvent {
  readonly action: SetActionWatchdog;
}

export interface WatchdogSetAction {
  readonly action: SetActionWatchdog;
}

export interface XBlockdevAmend {
  readonly "job-id": string;
  readonly "node-name": string;
  readonly options: XBlockdevAmendOptions;
  readonly force?: boolean | undefined;
}

export type XBlockdevAmendOptions =
  | ({ readonly driver: "luks" } & XBlockdevAmendOptionsLuks)
  | ({ readonly driver: "qcow2" } & XBlockdevAmendOptionsQcow2)
  | { readonly driver: "blkdebug" }
  | { readonly driver: "blklogwrites" }
  | { readonly driver: "blkreplay" }
  | { readonly driver: "blkverify" }
  | { readonly driver: "bochs" }
  | { readonly driver: "cloop" }
  | { readonly driver: "compress" }
  | { readonly driver: "copy-before-write" }
  | { readonly driver: "copy-on-read" }
  | { readonly driver: "dmg" }
  | { readonly driver: "file" }
  | { readonly driver: "snapshot-access" }
  | { readonly driver: "ftp" }
  | { readonly driver: "ftps" }
  | { readonly driver: "gluster" }
  | { readonly driver: "host_cdrom" }
  | { readonly driver: "host_device" }
  | { readonly driver: "http" }
  | { readonly driver: "https" }
  | { readonly driver: "iscsi" }
  | { readonly driver: "nbd" }
  | { readonly driver: "nfs" }
  | { readonly driver: "null-aio" }
  | { readonly driver: "null-co" }
  | { readonly driver: "nvme" }
  | { readonly driver: "parallels" }
  | { readonly driver: "preallocate" }
  | { readonly driver: "qcow" }
  | { readonly driver: "qed" }
  | { readonly driver: "quorum" }
  | { readonly driver: "raw" }
  | { readonly driver: "rbd" }
  | { readonly driver: "replication" }
  | { readonly driver: "ssh" }
  | { readonly driver: "throttle" }
  | { readonly driver: "vdi" }
  | { readonly driver: "vhdx" }
  | { readonly driver: "vmdk" }
  | { readonly driver: "vpc" }
  | { readonly driver: "vvfat" };

export interface XBlockdevAmendOptionsLuks {
  readonly state: XBlockdevAmendOptionsLuksState;
  readonly "new-secret"?: string | undefined;
  readonly "old-secret"?: string | undefined;
  readonly keyslot?: number | undefined;
  readonly "iter-time"?: number | undefined;
  readonly secret?: string | undefined;
}

export type XBlockdevAmendOptionsLuksState = "active" | "inactive";

export interface XBlockdevAmendOptionsQcow2 {
  readonly encrypt?: XBlockdevAmendOptionsQcow2Encrypt | undefined;
}

export type XBlockdevAmendOptionsQcow2Encrypt =
  | ({ readonly format: "luks" } & XBlockdevAmendOptionsQcow2EncryptLuks)
  | { readonly format: "qcow" };

export interface XBlockdevAmendOptionsQcow2EncryptLuks {
  readonly state: XBlockdevAmendOptionsLuksState;
  readonly "new-secret"?: string | undefined;
  readonly "old-secret"?: string | undefined;
  readonly keyslot?: number | undefined;
  readonly "iter-time"?: number | undefined;
  readonly secret?: string | undefined;
}

export interface XBlockdevChange {
  readonly parent: string;
  readonly child?: string | undefined;
  readonly node?: string | undefined;
}

export interface XBlockdevSetIothread {
  readonly "node-name": string;
  readonly iothread: MigrateSetParametersTlsCreds;
  readonly force?: boolean | undefined;
}

export interface XDebugBlockDirtyBitmapSha256Return {
  readonly sha256: string;
}

export interface XDebugQueryBlockGraphReturn {
  readonly nodes: readonly XDebugQueryBlockGraphReturnNodes[];
  readonly edges: readonly XDebugQueryBlockGraphReturnEdges[];
}

export interface XDebugQueryBlockGraphReturnEdges {
  readonly parent: number;
  readonly child: number;
  readonly name: string;
  readonly perm: readonly BlockdevAddBlkdebugTakeChildPerms[];
  readonly "shared-perm": readonly BlockdevAddBlkdebugTakeChildPerms[];
}

export interface XDebugQueryBlockGraphReturnNodes {
  readonly id: number;
  readonly type: XDebugQueryBlockGraphReturnNodesType;
  readonly name: string;
}

export type XDebugQueryBlockGraphReturnNodesType = "block-backend" | "block-job" | "block-driver";

export interface XQueryIrqReturn {
  readonly "human-readable-text": string;
}

export interface XQueryVirtioQueueElement {
  readonly path: string;
  readonly queue: number;
  readonly index?: number | undefined;
}

export interface XQueryVirtioQueueElementReturn {
  readonly name: string;
  readonly index: number;
  readonly descs: readonly XQueryVirtioQueueElementReturnDescs[];
  readonly avail: XQueryVirtioQueueElementReturnAvail;
  readonly used: XQueryVirtioQueueElementReturnUsed;
}

export interface XQueryVirtioQueueElementReturnAvail {
  readonly flags: number;
  readonly idx: number;
  readonly ring: number;
}

export interface XQueryVirtioQueueElementReturnDescs {
  readonly addr: number;
  readonly len: number;
  readonly flags: readonly string[];
}

export interface XQueryVirtioQueueElementReturnUsed {
  readonly flags: number;
  readonly idx: number;
}

export interface XQueryVirtioQueueStatus {
  readonly path: string;
  readonly queue: number;
}

export interface XQueryVirtioQueueStatusReturn {
  readonly name: string;
  readonly "queue-index": number;
  readonly inuse: number;
  readonly "vring-num": number;
  readonly "vring-num-default": number;
  readonly "vring-align": number;
  readonly "vring-desc": number;
  readonly "vring-avail": number;
  readonly "vring-used": number;
  readonly "last-avail-idx"?: number | undefined;
  readonly "shadow-avail-idx"?: number | undefined;
  readonly "used-idx": number;
  readonly "signalled-used": number;
  readonly "signalled-used-valid": boolean;
}

export interface XQueryVirtioReturn {
  readonly path: string;
  readonly name: string;
}

export interface XQueryVirtioStatus {
  readonly path: string;
}

export interface XQueryVirtioStatusReturn {
  readonly name: string;
  readonly "device-id": number;
  readonly "vhost-started": boolean;
  readonly "device-endian": string;
  readonly "guest-features": XQueryVirtioStatusReturnGuestFeatures;
  readonly "host-features": XQueryVirtioStatusReturnGuestFeatures;
  readonly "backend-features": XQueryVirtioStatusReturnGuestFeatures;
  readonly "num-vqs": number;
  readonly status: XQueryVirtioStatusReturnStatus;
  readonly isr: number;
  readonly "queue-sel": number;
  readonly "vm-running": boolean;
  readonly broken: boolean;
  readonly disabled: boolean;
  readonly "use-started": boolean;
  readonly started: boolean;
  readonly "start-on-kick": boolean;
  readonly "disable-legacy-check": boolean;
  readonly "bus-name": string;
  readonly "use-guest-notifier-mask": boolean;
  readonly "vhost-dev"?: XQueryVirtioStatusReturnVhostDev | undefined;
}

export interface XQueryVirtioStatusReturnGuestFeatures {
  readonly transports: readonly string[];
  readonly "dev-features"?: readonly string[] | undefined;
  readonly "unknown-dev-features"?: number | undefined;
}

export interface XQueryVirtioStatusReturnStatus {
  readonly statuses: readonly string[];
  readonly "unknown-statuses"?: number | undefined;
}

export interface XQueryVirtioStatusReturnVhostDev {
  readonly "n-mem-sections": number;
  readonly "n-tmp-sections": number;
  readonly nvqs: number;
  readonly "vq-index": number;
  readonly features: XQueryVirtioStatusReturnGuestFeatures;
  readonly "acked-features": XQueryVirtioStatusReturnGuestFeatures;
  readonly "backend-features": XQueryVirtioStatusReturnGuestFeatures;
  readonly "protocol-features": XQueryVirtioStatusReturnVhostDevProtocolFeatures;
  readonly "max-queues": number;
  readonly "backend-cap": number;
  readonly "log-enabled": boolean;
  readonly "log-size": number;
}

export interface XQueryVirtioStatusReturnVhostDevProtocolFeatures {
  readonly protocols: readonly string[];
  readonly "unknown-protocols"?: number | undefined;
}

export interface XQueryVirtioVhostQueueStatus {
  readonly path: string;
  readonly queue: number;
}

export interface XQueryVirtioVhostQueueStatusReturn {
  readonly name: string;
  readonly kick: number;
  readonly call: number;
  readonly desc: number;
  readonly avail: number;
  readonly used: number;
  readonly num: number;
  readonly "desc-phys": number;
  readonly "desc-size": number;
  readonly "avail-phys": number;
  readonly "avail-size": number;
  readonly "used-phys": number;
  readonly "used-size": number;
}

export interface XenLoadDevicesState {
  readonly filename: string;
}

export interface XenSaveDevicesState {
  readonly filename: string;
  readonly live?: boolean | undefined;
}

export interface XenSetGlobalDirtyLog {
  readonly enable: boolean;
}

export interface XenSetReplication {
  readonly enable: boolean;
  readonly primary: boolean;
  readonly failover?: boolean | undefined;
}

export interface Yank {
  readonly instances: readonly QueryYankReturn[];
}
