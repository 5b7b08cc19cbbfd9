import type { Hypervisor } from "@gantry/kvm-core";
import { GantryError } from "@gantry/kvm-core/model";
import { WebSocketServer } from "ws";
import type { Tickets } from "./auth/tickets.ts";
import type { ConsoleDoor } from "./console/console-door.ts";
import { admit } from "./console/console-gate.ts";
import type { ConsoleWish } from "./console/leg.ts";
import { nothingHere, type Refusal, unauthenticated } from "./http/refusal.ts";
import type { Subscriptions } from "./http/subscriptions.ts";
import type { UpgradeTargets } from "./http/upgrade-router.ts";
import type { OpenHosts } from "./open-hosts.ts";
import type { MemberRegistry } from "./peers/member-registry.ts";
import { acceptMigrationStream } from "./peers/migration-stream.ts";
import type { TurnedAway } from "./peers/peer-gate.ts";
import { tellPeer } from "./peers/tell-peer.ts";

/** Where each kind of upgrade goes. */
export function upgradeTargets({
  tickets,
  consoles,
  subscriptions,
  hosts,
  driver,
  registry,
  stopping,
  onTurnedAway,
  onError,
}: {
  readonly tickets: Tickets;
  readonly consoles: ConsoleDoor;
  readonly subscriptions: Subscriptions;
  readonly hosts: OpenHosts;
  readonly driver: Hypervisor;
  /** The hosts that joined; absent where none can. */
  readonly registry: MemberRegistry | undefined;
  readonly stopping: AbortSignal;
  /** Hears of a peer whose ticket is refused. */
  readonly onTurnedAway: (who: TurnedAway) => void;
  readonly onError: (error: unknown) => void;
}): UpgradeTargets {
  const peerSockets = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: 1024 });
  return {
    trpc(upgrade) {
      if (upgrade.identity.caller === undefined) return unauthenticated();
      subscriptions.open(upgrade, upgrade.identity.caller);
      return undefined;
    },
    console(upgrade, name) {
      const reference = decodeName(name);
      const admission = admit(
        {
          identity: upgrade.identity,
          subprotocols: upgrade.request.headers["sec-websocket-protocol"],
          query: upgrade.url.searchParams,
          instance: reference === undefined ? undefined : hosts.all.find(reference)?.uuid,
        },
        tickets,
      );
      if ("refused" in admission) return refusalOf(admission.refused);
      const absent = refuseAbsentPort(hosts, driver, admission.wish);
      if (absent !== undefined) return absent;
      if (consoles.isFull(admission.wish)) return full();
      consoles.open(upgrade, admission.wish, admission.startAt);
      return undefined;
    },
    peerWatch({ request, socket, head }, peer) {
      peerSockets.handleUpgrade(request, socket, head, (webSocket) => {
        const known = registry?.named(peer) === undefined ? undefined : registry;
        void tellPeer(webSocket, { mirror: hosts.self, registry: known, signal: stopping }).catch(onError);
      });
      return undefined;
    },
    peerStream({ request, socket, head, peer }, ticket) {
      const stream = { ticket, peer, socket, head };
      const from = request.socket.remoteAddress ?? "unknown";
      const onRefusal = () =>
        onTurnedAway({ host: peer, from, reason: "a ticket that was used, or is none of theirs" });
      void acceptMigrationStream(driver.incoming, stream, onRefusal).catch((error: unknown) => {
        socket.destroy();
        onError(error);
      });
      return undefined;
    },
  };
}

function refusalOf(refused: "bad-query" | "unauthenticated" | "forbidden" | "not-found"): Refusal {
  switch (refused) {
    case "unauthenticated":
      return unauthenticated();
    case "not-found":
      return nothingHere();
    case "forbidden": {
      const message = "This ticket or token does not open this console in this mode.";
      const hint = "Ask for a ticket for this instance, or open it with mode=read.";
      return { status: 403, error: new GantryError("forbidden", { message, hint }) };
    }
    case "bad-query": {
      const message = "The console's query holds something it does not know.";
      const hint = "It knows from=<number>, screen=1, mode=read|write and port=<number>.";
      return { status: 400, error: new GantryError("invalid_input", { message, hint }) };
    }
  }
}

/** The instance is here and has no such port. Of an instance elsewhere its own host says so. */
function refuseAbsentPort(
  hosts: OpenHosts,
  driver: Hypervisor,
  { instance, port }: ConsoleWish,
): Refusal | undefined {
  const state = hosts.stateHere(instance);
  if (state === undefined || state === "incoming") return undefined;
  try {
    driver.console(instance, port);
    return undefined;
  } catch (thrown) {
    return { status: 404, error: GantryError.from(thrown) };
  }
}

function full(): Refusal {
  const message = "Too many viewers look at this console.";
  return {
    status: 429,
    error: new GantryError("rate_limited", { message, hint: "Close some and try again." }),
  };
}

function decodeName(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}
