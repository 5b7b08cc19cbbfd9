import { mkdir } from "node:fs/promises";
import { Server } from "node:http";
import { join } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import { Hypervisor } from "@gantry/kvm-core";
import { openStore, type Store } from "@gantry/store";
import type { Logger } from "pino";
import { ensureAdminToken } from "./auth/admin-token.ts";
import { Authenticator } from "./auth/authenticator.ts";
import { KnownOrigins } from "./auth/origin.ts";
import { readOrMakeSecret } from "./auth/secret-file.ts";
import { type DeskServices, SignInDesk } from "./auth/sign-in-desk.ts";
import { SignInLimit } from "./auth/sign-in-limit.ts";
import { Tickets } from "./auth/tickets.ts";
import { Validity } from "./auth/validity.ts";
import { ConsoleRooms } from "./console/console-room.ts";
import { Screens } from "./console/screens.ts";
import { createApp } from "./http/app.ts";
import { Subscriptions } from "./http/subscriptions.ts";
import { routeUpgrades } from "./http/upgrade-router.ts";
import { listen, reachableAddresses, urlOf } from "./listen.ts";
import { openConsoles } from "./open-consoles.ts";
import { openHosts } from "./open-hosts.ts";
import { followInstances, openRecorder } from "./open-recordings.ts";
import { Operations } from "./operations/operations.ts";
import type { AgentContext, AuditedChange } from "./procedures/context.ts";
import { RecordingReceiver } from "./peers/receive-recording.ts";
import type { Settings } from "./settings.ts";
import { openUi } from "./ui/serve-ui.ts";
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
 * @throws GantryError `state_dir_in_use`, `qemu_missing`, `kvm_unusable`, `port_in_use`, `state_damaged`, `path_refused`.
 */
export async function openAgent(settings: Settings, log: Logger): Promise<Agent> {
  await using stack = new AsyncDisposableStack();
  const onError = (error: unknown, path?: string) =>
    log.error({ err: error, ...(path && { path }) }, "unexpected failure");
  await mkdir(settings.stateDir, { recursive: true, mode: 0o700 });
  const store = stack.use(openStore(join(settings.stateDir, "agent.db")));
  const driver = stack.use(await Hypervisor.open(driverConfig(settings, store, log)));
  const operations = new Operations(driver.host, store.operations);
  operations.endInterrupted();
  const adminTokenFile = await ensureAdminToken(settings.stateDir, store.tokens);
  const peerSecret = await readOrMakeSecret(
    settings.peerSecretFile ?? join(settings.stateDir, "peer.secret"),
  );

  const [rooms, screens] = [new ConsoleRooms(), new Screens()];
  const recorder = stack.use(openRecorder({ driver, rooms, screens, onError }));
  const hosts = stack.use(
    openHosts({ settings, driver, operations, audit: store.audit, recorder, version, onError }),
  );
  stack.use(followInstances({ recorder, hosts, driver, onError }));
  const validity = stack.use(new Validity());
  const peers = { secret: peerSecret, names: settings.peers.map(({ name }) => name) };
  const authenticator = new Authenticator({ host: driver.host, store, validity, peers });
  const tickets = new Tickets();
  const desk: DeskServices = { host: driver.host, store, validity, limit: new SignInLimit(), tickets };
  const audit = auditInto(store);
  const context = (request: Pick<AgentContext, "caller" | "auth" | "transport">): AgentContext => ({
    ...request,
    host: driver.host,
    version,
    hosts: request.caller?.via === undefined ? hosts.all : hosts.alone,
    audit,
  });

  const origins = new KnownOrigins(settings.allowedHosts);
  const app = createApp({
    host: driver.host,
    version,
    authenticator,
    origins,
    ui: await openUi(settings.uiDir),
    desk: (request) => new SignInDesk(desk, request),
    context,
    peerContext: (peer) => ({
      peer,
      incoming: driver.incoming,
      recordings: new RecordingReceiver(recorder, (instance) => hosts.stateHere(instance) !== undefined),
      onLook: () => hosts.alone.look(),
    }),
    onError,
  });
  const consoles = openConsoles({ hosts, driver, rooms, screens, recorder, audit, onError });
  const subscriptions = new Subscriptions((caller) => {
    // Only subscriptions travel there: nobody signs in, no cookie is set.
    const auth = new SignInDesk(desk, { from: caller?.from ?? "", origin: "", setCookie: () => undefined });
    return context({ caller, auth, transport: "websocket" });
  }, onError);
  const stopping = new AbortController();
  const targets = upgradeTargets({
    tickets,
    consoles,
    subscriptions,
    hosts,
    driver,
    stopping: stopping.signal,
    onError,
  });

  const ports: number[] = [];
  for (const address of [settings.listen, ...(settings.peerListen ? [settings.peerListen] : [])]) {
    const server = createAdaptorServer({ fetch: app.fetch });
    if (!(server instanceof Server)) throw new TypeError("expected an HTTP/1.1 server");
    routeUpgrades(server, { authenticator, origins, targets });
    stack.defer(() => {
      server.close();
      server.closeAllConnections();
    });
    const port = await listen(server, address);
    origins.add(reachableAddresses(address.address), port);
    ports.push(port);
  }
  hosts.start();

  const running = stack.move();
  running.defer(async () => {
    stopping.abort();
    subscriptions.closeAll();
    await Promise.all([consoles.closeAll(), operations.stop(stopGraceMs)]);
  });
  return {
    url: urlOf(settings.listen.address, ports[0] ?? settings.listen.port),
    adminTokenFile,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

function driverConfig(settings: Settings, store: Store, log: Logger): Parameters<typeof Hypervisor.open>[0] {
  const { stateDir, runDir, logDir, qemu, accel, qemuUser, imageRoots, networkHook } = settings;
  return {
    ...{ stateDir, runDir, logDir, qemu, accel, qemuUser, imageRoots, networkHook },
    host: settings.hostName,
    ownership: store.ownership,
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
