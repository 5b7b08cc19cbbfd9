import { list as listAudit } from "./procedures/audit/list.ts";
import { createToken } from "./procedures/auth/create-token.ts";
import { endSession } from "./procedures/auth/end-session.ts";
import { link } from "./procedures/auth/link.ts";
import { me } from "./procedures/auth/me.ts";
import { revokeToken } from "./procedures/auth/revoke-token.ts";
import { sessions } from "./procedures/auth/sessions.ts";
import { signIn } from "./procedures/auth/sign-in.ts";
import { signOut } from "./procedures/auth/sign-out.ts";
import { tokens } from "./procedures/auth/tokens.ts";
import { boots } from "./procedures/console/boots.ts";
import { clear } from "./procedures/console/clear.ts";
import { log } from "./procedures/console/log.ts";
import { deleteRecording } from "./procedures/console/delete-recording.ts";
import { markRecording } from "./procedures/console/mark-recording.ts";
import { recording } from "./procedures/console/recording.ts";
import { recordings } from "./procedures/console/recordings.ts";
import { startRecording } from "./procedures/console/start-recording.ts";
import { stopRecording } from "./procedures/console/stop-recording.ts";
import { search } from "./procedures/console/search.ts";
import { ticket } from "./procedures/console/ticket.ts";
import { attach as attachDisk } from "./procedures/disks/attach.ts";
import { backup } from "./procedures/disks/backup.ts";
import { changeMedium } from "./procedures/disks/change-medium.ts";
import { detach as detachDisk } from "./procedures/disks/detach.ts";
import { limit as limitDisk } from "./procedures/disks/limit.ts";
import { resize } from "./procedures/disks/resize.ts";
import { info as guestInfo } from "./procedures/guest/info.ts";
import { doctor } from "./procedures/host/doctor.ts";
import { info } from "./procedures/host/info.ts";
import { lastHour as hostLastHour } from "./procedures/host/last-hour.ts";
import { evacuate } from "./procedures/hosts/evacuate.ts";
import { evacuationPlan } from "./procedures/hosts/evacuation-plan.ts";
import { invite } from "./procedures/hosts/invite.ts";
import { join } from "./procedures/hosts/join.ts";
import { list as listHosts } from "./procedures/hosts/list.ts";
import { maintenance } from "./procedures/hosts/maintenance.ts";
import { remove as removeHost } from "./procedures/hosts/remove.ts";
import { renew } from "./procedures/hosts/renew.ts";
import { remove as deleteImage } from "./procedures/images/delete.ts";
import { discardUpload } from "./procedures/images/discard-upload.ts";
import { download } from "./procedures/images/download.ts";
import { finishUpload } from "./procedures/images/finish-upload.ts";
import { get as getImage } from "./procedures/images/get.ts";
import { importFile } from "./procedures/images/import.ts";
import { list as listImages } from "./procedures/images/list.ts";
import { pools } from "./procedures/images/pools.ts";
import { upload } from "./procedures/images/upload.ts";
import { clone } from "./procedures/instances/clone.ts";
import { commandLine } from "./procedures/instances/command-line.ts";
import { create } from "./procedures/instances/create.ts";
import { remove } from "./procedures/instances/delete.ts";
import { events as instanceEvents } from "./procedures/instances/events.ts";
import { figures } from "./procedures/instances/figures.ts";
import { get as getInstance } from "./procedures/instances/get.ts";
import { lastHour } from "./procedures/instances/last-hour.ts";
import { list as listInstances } from "./procedures/instances/list.ts";
import { log as instanceLog } from "./procedures/instances/log.ts";
import { pause } from "./procedures/instances/pause.ts";
import { preview } from "./procedures/instances/preview.ts";
import { reboot } from "./procedures/instances/reboot.ts";
import { resume } from "./procedures/instances/resume.ts";
import { start } from "./procedures/instances/start.ts";
import { stop } from "./procedures/instances/stop.ts";
import { suspend } from "./procedures/instances/suspend.ts";
import { update } from "./procedures/instances/update.ts";
import { usage } from "./procedures/instances/usage.ts";
import { evidence } from "./procedures/migrations/evidence.ts";
import { plan } from "./procedures/migrations/plan.ts";
import { recover } from "./procedures/migrations/recover.ts";
import { start as startMigration } from "./procedures/migrations/start.ts";
import { attach as attachNic } from "./procedures/nics/attach.ts";
import { detach as detachNic } from "./procedures/nics/detach.ts";
import { limit as limitNic } from "./procedures/nics/limit.ts";
import { setLink } from "./procedures/nics/set-link.ts";
import { cancel } from "./procedures/operations/cancel.ts";
import { events as operationEvents } from "./procedures/operations/events.ts";
import { get as getOperation } from "./procedures/operations/get.ts";
import { list as listOperations } from "./procedures/operations/list.ts";
import { wait } from "./procedures/operations/wait.ts";
import { router } from "./procedures/procedure.ts";
import { remove as deleteSnapshot } from "./procedures/snapshots/delete.ts";
import { list as listSnapshots } from "./procedures/snapshots/list.ts";
import { revert } from "./procedures/snapshots/revert.ts";
import { take } from "./procedures/snapshots/take.ts";

/** The whole public API. Every procedure names the least role that may call it. */
export const agentRouter = router({
  instances: router({
    list: listInstances,
    get: getInstance,
    figures,
    usage,
    lastHour,
    commandLine,
    preview,
    log: instanceLog,
    create,
    update,
    delete: remove,
    start,
    stop,
    reboot,
    pause,
    resume,
    suspend,
    clone,
    events: instanceEvents,
  }),
  disks: router({ attach: attachDisk, detach: detachDisk, resize, changeMedium, limit: limitDisk, backup }),
  nics: router({ attach: attachNic, detach: detachNic, setLink, limit: limitNic }),
  snapshots: router({ list: listSnapshots, take, revert, delete: deleteSnapshot }),
  images: router({
    list: listImages,
    get: getImage,
    pools,
    download,
    import: importFile,
    upload,
    finishUpload,
    discardUpload,
    delete: deleteImage,
  }),
  guest: router({ info: guestInfo }),
  host: router({ info, doctor, lastHour: hostLastHour }),
  hosts: router({
    list: listHosts,
    invite,
    join,
    remove: removeHost,
    renew,
    maintenance,
    evacuationPlan,
    evacuate,
  }),
  operations: router({ list: listOperations, get: getOperation, wait, cancel, events: operationEvents }),
  migrations: router({ plan, start: startMigration, get: getOperation, evidence, recover }),
  console: router({
    ticket,
    boots,
    log,
    search,
    clear,
    recordings,
    startRecording,
    stopRecording,
    markRecording,
    deleteRecording,
    recording,
  }),
  auth: router({ me, link, signIn, signOut, sessions, endSession, createToken, revokeToken, tokens }),
  audit: router({ list: listAudit }),
});

/** What clients are typed by. */
export type AgentRouter = typeof agentRouter;
