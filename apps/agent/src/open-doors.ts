import { reachableAddresses } from "./addresses.ts";
import type { Identifier } from "./auth/authenticator.ts";
import { KnownOrigins } from "./auth/origin.ts";
import type { ApiServices } from "./http/api-routes.ts";
import { createApp } from "./http/app.ts";
import { openDoor } from "./http/open-door.ts";
import { createPeerApp } from "./http/peer-app.ts";
import { peerTls } from "./http/peer-door.ts";
import { routeUpgrades, type UpgradeTargets } from "./http/upgrade-router.ts";
import type { TlsSource } from "./identity/tls-source.ts";
import { listen } from "./listen.ts";
import type { OpenPeers } from "./open-peers.ts";
import { closeOnRemoval } from "./peers/close-on-removal.ts";
import type { Settings } from "./settings.ts";
import { openUi } from "./ui/serve-ui.ts";

/** What is behind the doors. */
export interface DoorParts {
  readonly settings: Settings;
  readonly host: string;
  readonly version: string;
  readonly authenticator: Identifier;
  readonly api: Omit<ApiServices, "authenticator">;
  readonly targets: UpgradeTargets;
  /** What browsers and clients are shown; plain HTTP when absent. */
  readonly tls: TlsSource | undefined;
  readonly peers: OpenPeers | undefined;
  readonly metrics: () => Promise<string>;
  /** Told of each request, before it is answered. */
  readonly onRequest: () => void;
}

/** The open doors. Disposing them ends everybody who came in. */
export interface OpenDoors extends Disposable {
  /** The port where people are answered. */
  readonly port: number;
}

/** Listens for people and, where that is set, for other hosts. @throws GantryError `port_in_use`, `invalid_input` */
export async function openDoors(parts: DoorParts): Promise<OpenDoors> {
  using stack = new DisposableStack();
  const port = await openPeoplesDoor(parts, stack);
  if (parts.peers !== undefined) await openPeersDoor(parts, parts.peers, stack);
  const open = stack.move();
  return { port, [Symbol.dispose]: () => open.dispose() };
}

async function openPeoplesDoor(parts: DoorParts, stack: DisposableStack): Promise<number> {
  const { settings, host, version, authenticator, api, targets, tls, metrics, onRequest } = parts;
  const origins = new KnownOrigins(settings.allowedHosts);
  const ui = await openUi(settings.uiDir);
  const app = createApp({ ...api, authenticator, host, version, origins, ui, metrics });
  const door = openDoor(app, tls && { source: tls, options: { minVersion: "TLSv1.2" } });
  const { server } = stack.use(door);
  server.on("request", onRequest);
  routeUpgrades(server, { authenticator, origins, targets, peersOnly: false });
  const port = await listen(server, settings.listen);
  origins.add(reachableAddresses(settings.listen.address), port);
  return port;
}

async function openPeersDoor(
  { settings: { peerListen }, api, targets, onRequest }: DoorParts,
  { gate, joined, joinContext }: OpenPeers,
  stack: DisposableStack,
): Promise<void> {
  if (peerListen === undefined) return;
  const app = createPeerApp({ ...api, authenticator: gate, joinContext });
  const { server } = stack.use(openDoor(app, peerTls(joined.identity)));
  server.on("request", onRequest);
  // Names and pages mean nothing between hosts: a browser has no certificate of ours.
  const origins = { refusal: () => undefined };
  routeUpgrades(server, { authenticator: gate, origins, targets, peersOnly: true });
  stack.use(closeOnRemoval(server, joined.registry));
  await listen(server, peerListen);
}
