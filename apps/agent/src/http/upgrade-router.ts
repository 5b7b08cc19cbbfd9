import type { IncomingMessage } from "node:http";
import type { Server } from "node:net";
import type { Duplex } from "node:stream";
import type { Identifier, Identity } from "../auth/authenticator.ts";
import { isFromOwnPage, type OriginCheck } from "../auth/origin.ts";
import { foreign, notAPeer, nothingHere, type Refusal, unauthenticated } from "./refusal.ts";
import { factsOf } from "./request-facts.ts";
import { refuseUpgrade } from "./respond.ts";

/** A request to change the protocol, from someone whose Host and Origin are in order. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly url: URL;
  readonly identity: Identity;
}

/** Where upgrades go. Each answers why it refuses, or takes the socket. */
export interface UpgradeTargets {
  /** Subscriptions. */
  trpc(upgrade: Upgrade): Refusal | undefined;
  /** Consoles: they also take tickets, so they look at the identity themselves. */
  console(upgrade: Upgrade, instance: string): Refusal | undefined;
  peerWatch(upgrade: Upgrade, peer: string): Refusal | undefined;
  peerStream(upgrade: Upgrade & { readonly peer: string }, ticket: string): Refusal | undefined;
}

/** What upgrades are checked against. */
export interface UpgradeServices {
  readonly authenticator: Identifier;
  readonly origins: OriginCheck;
  readonly targets: UpgradeTargets;
  /** The door of other hosts: whoever is none is refused. */
  readonly peersOnly: boolean;
}

/** Sends every upgrade of `server` to its target, or refuses it with a plain HTTP answer before any other byte. */
export function routeUpgrades(server: Server, services: UpgradeServices): void {
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const refusal = route({ request, socket, head }, services);
    if (refusal !== undefined) refuseUpgrade(socket, refusal);
  });
}

function route(
  { request, socket, head }: Pick<Upgrade, "request" | "socket" | "head">,
  { authenticator, origins, targets, peersOnly }: UpgradeServices,
): Refusal | undefined {
  const facts = factsOf(request);
  const refused = origins.refusal(facts.headers);
  if (refused !== undefined) return foreign(refused);
  const url = URL.parse(request.url ?? "/", "http://agent");
  if (url === null) return nothingHere();
  const identity = authenticator.identify(facts);
  if (peersOnly && identity.by !== "peer") return notAPeer();
  // Whoever shows no token is a browser, and a browser says which page it shows.
  if (
    identity.by !== "bearer" &&
    identity.by !== "peer" &&
    !isFromOwnPage(facts.headers, { changes: true })
  ) {
    return facts.header("authorization") === undefined ? foreign("page") : unauthenticated();
  }
  return dispatch({ request, socket, head, url, identity }, targets);
}

function dispatch(upgrade: Upgrade, targets: UpgradeTargets): Refusal | undefined {
  const { identity, url } = upgrade;
  const [, room, ...rest] = url.pathname.split("/");
  if (room === "console" && rest.length === 1) return targets.console(upgrade, rest[0] ?? "");
  if (identity.by === "nothing") return unauthenticated();
  if (room === "trpc" && rest.length === 0) return targets.trpc(upgrade);
  const peer = identity.caller.via;
  if (room !== "peer" || peer === undefined) return nothingHere();
  if (rest[0] === "watch" && rest.length === 1) return targets.peerWatch(upgrade, peer);
  if (rest[0] === "stream" && rest.length === 2)
    return targets.peerStream({ ...upgrade, peer }, rest[1] ?? "");
  return nothingHere();
}
