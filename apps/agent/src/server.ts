import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Hypervisor } from "@gantry/kvm-core";
import type { OwnershipStore } from "@gantry/kvm-core/model";
import { openStore, type Store } from "@gantry/store";
import type { Logger } from "pino";
import { urlOf } from "./addresses.ts";
import { ensureAdminToken } from "./auth/admin-token.ts";
import { Authenticator } from "./auth/authenticator.ts";
import { readOrMakeSecret } from "./auth/secret-file.ts";
import { type DeskServices, SignInDesk } from "./auth/sign-in-desk.ts";
import { SignInLimit } from "./auth/sign-in-limit.ts";
import { Tickets } from "./auth/tickets.ts";
import { Validity } from "./auth/validity.ts";
import { ConsoleRooms } from "./console/console-room.ts";
import { Screens } from "./console/screens.ts";
import { interruptedEvacuation } from "./evacuation/interrupted.ts";
import type { ApiServices } from "./http/api-routes.ts";
import { Subscriptions } from "./http/subscriptions.ts";
import { keepFresh } from "./identity/renewal.ts";
import { noMembership } from "./joining/membership.ts";
import { Metrics } from "./metrics/metrics.ts";
import { openConsoles } from "./open-consoles.ts";
import { openDoors } from "./open-doors.ts";
import { openHosts, type OpenHosts } from "./open-hosts.ts";
import { openIdentity } from "./open-identity.ts";
import { type OpenPeers, openPeers, type PeersParts } from "./open-peers.ts";
import { followInstances, openRecorder } from "./open-recordings.ts";
import { openOwnership } from "./open-ownership.ts";
import { Operations } from "./operations/operations.ts";
import { TurnedAwayLog } from "./peers/turned-away-log.ts";
import { peerContexts } from "./peer-contexts.ts";
import type { AgentContext, AuditedChange } from "./procedures/context.ts";
import type { Settings } from "./settings.ts";
import { SmallHeap } from "./small-heap.ts";
import { upgradeTargets } from "./upgrade-targets.ts";
import { version } from "./version.ts";

/** How long operations that can be cancelled have to put things back when the agent stops. */
const stopGraceMs = 5000;

/** A running agent. Disposing it stops it; guests run on. */
export interface Agent extends AsyncDisposable {
  /** Where it listens, such as `http://127.0.0.1:7400`. */
  readonly url: string;
  readonly adminTokenFile: string;
}

/**
 * Opens everything and listens.
 *
 * @throws GantryError `state_dir_in_use`, `qemu_missing`, `kvm_unusable`, `port_in_use`, `state_damaged`, `path_refused`,
 *   `invalid_input` (a file that the store's address names).
 */
export async function openAgent(settings: Settings, log: Logger): Promise<Agent> {
  await using stack = new AsyncDisposableStack();
  const heap = stack.use(new SmallHeap());
  const onError = (error: unknown, path?: string) =>
    log.error({ err: error, ...(path && { path }) }, "unexpected failure");
  await mkdir(settings.stateDir, { recursive: true, mode: 0o700 });
  const store = stack.use(openStore(join(settings.stateDir, "agent.db")));
  const ownership = stack.use(await openOwnership({ settings, own: store, log }));
  const driver = stack.use(
    await Hypervisor.open(driverConfig({ settings, store, ownership: ownership.store, log })),
  );
  const operations = new Operations(driver.host, store.operations, onError);
  operations.endInterrupted(interruptedEvacuation);
  const adminTokenFile = await ensureAdminToken(settings.stateDir, store.tokens);
  const peerSecret = await readOrMakeSecret(
    settings.peerSecretFile ?? join(settings.stateDir, "peer.secret"),
  );

  const [rooms, screens] = [new ConsoleRooms(), new Screens()];
  const recorder = stack.use(openRecorder({ driver, rooms, screens, onError }));
  const { identity, door } = await openIdentity(settings, onError);
  const validity = stack.use(new Validity());
  const limit = new SignInLimit();
  const turnedAway = new TurnedAwayLog(driver.host, store.audit);
  const services = { settings, store, validity, limit, onTurnedAway: turnedAway.write, onError };
  const peers =
    identity && openPeersIfAsked({ ...services, identity, accessTo: (host) => hosts.peerNamed(host) });
  if (peers !== undefined) stack.use(peers);
  const hosts: OpenHosts = stack.use(
    openHosts({
      ...{ settings, driver, operations, ownership, recorder, version, onError },
      audit: store.audit,
      maintenance: store.maintenance,
      joined: peers?.joined,
    }),
  );
  stack.use(followInstances({ recorder, hosts, driver, onError }));
  const authenticator = new Authenticator({
    ...{ host: driver.host, store, validity },
    peers: { secret: peerSecret, names: settings.peers.map(({ name }) => name) },
  });
  const tickets = new Tickets();
  const desk: DeskServices = { host: driver.host, store, validity, limit, tickets };
  const audit = auditInto(store);
  const context = (request: Pick<AgentContext, "caller" | "auth" | "transport">): AgentContext => ({
    ...request,
    host: driver.host,
    version,
    hosts: request.caller?.via === undefined ? hosts.all : hosts.alone,
    membership: peers?.membership ?? noMembership,
    audit,
  });
  const api: Omit<ApiServices, "authenticator"> = {
    desk: (request) => new SignInDesk(desk, request),
    context,
    peerContext: peerContexts({ driver, recorder, hosts, peers, turnedAway }),
    onError,
  };
  const viewersOf = (instance: string) => rooms.viewersOf(instance);
  const metrics = stack.use(new Metrics({ driver, operations, version, viewersOf }));
  const { skipped } = metrics;
  const consoles = openConsoles({ hosts, driver, rooms, screens, recorder, skipped, audit, onError });
  const subscriptions = new Subscriptions((caller) => {
    // Only subscriptions travel there: nobody signs in, no cookie is set.
    const auth = new SignInDesk(desk, { from: caller?.from ?? "", origin: "", setCookie: () => undefined });
    return context({ caller, auth, transport: "websocket" });
  }, onError);
  const stopping = new AbortController();
  const targets = upgradeTargets({
    ...{ tickets, consoles, subscriptions, hosts, driver, onError },
    registry: peers?.joined.registry,
    stopping: stopping.signal,
    onTurnedAway: turnedAway.write,
  });
  const doors = stack.use(
    await openDoors({
      ...{ settings, host: driver.host, version, authenticator, api, targets, tls: door, peers },
      metrics: () => metrics.text(),
      onRequest: () => heap.stir(),
    }),
  );
  hosts.start();
  if (identity !== undefined) {
    const renew = () => peers?.membership.renew() ?? identity.renewItself();
    stack.use(keepFresh(identity, renew, onError));
  }

  const running = stack.move();
  running.defer(async () => {
    stopping.abort();
    subscriptions.closeAll();
    await Promise.all([consoles.closeAll(), operations.stop(stopGraceMs)]);
  });
  return {
    url: urlOf(door === undefined ? "http" : "https", settings.listen.address, doors.port),
    adminTokenFile,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

function openPeersIfAsked(parts: Omit<PeersParts, "peerListen">): OpenPeers | undefined {
  const { peerListen } = parts.settings;
  return peerListen && openPeers({ ...parts, peerListen });
}

function driverConfig({
  settings,
  store,
  ownership,
  log,
}: {
  readonly settings: Settings;
  readonly store: Store;
  readonly ownership: OwnershipStore;
  readonly log: Logger;
}): Parameters<typeof Hypervisor.open>[0] {
  const { stateDir, runDir, logDir, qemu, accel, qemuUser, imageRoots, networkHook } = settings;
  return {
    ...{ stateDir, runDir, logDir, qemu, accel, qemuUser, imageRoots, networkHook },
    pools: [...settings.pools, { name: "default", path: join(stateDir, "pools", "default") }],
    imageMaxBytes: settings.imageMaxGib * 1024 ** 3,
    host: settings.hostName,
    ownership,
    maintenance: () => store.maintenance.present(),
    log: (level, message, details) => log[level](details ?? {}, message),
  };
}

function auditInto(store: Store): (change: AuditedChange) => void {
  return ({ caller, ...change }) =>
    store.audit.append({
      ...change,
      at: new Date().toISOString(),
      actor: caller.name,
      role: caller.role,
      from: caller.via === undefined ? caller.from : `${caller.from} via ${caller.via}`,
    });
}
