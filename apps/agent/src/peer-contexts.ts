import type { Hypervisor } from "@gantry/kvm-core";
import type { Recorder } from "./console/recorder.ts";
import { noPeerListen } from "./joining/membership.ts";
import type { OpenHosts } from "./open-hosts.ts";
import type { OpenPeers } from "./open-peers.ts";
import type { PeerContext } from "./peers/peer-router.ts";
import { RecordingReceiver } from "./peers/receive-recording.ts";
import type { TurnedAwayLog } from "./peers/turned-away-log.ts";

/** What calls of peers are answered from. */
export interface PeerContextParts {
  readonly driver: Hypervisor;
  readonly recorder: Recorder;
  readonly hosts: OpenHosts;
  /** Absent where no host can join. */
  readonly peers: OpenPeers | undefined;
  readonly turnedAway: TurnedAwayLog;
}

/** Makes the context of a call, by the name of the host that makes it. */
export function peerContexts(parts: PeerContextParts): (peer: string) => PeerContext {
  const { driver, recorder, hosts, peers, turnedAway } = parts;
  const isHere = (instance: string) => hosts.stateHere(instance) !== undefined;
  return (peer) => ({
    peer,
    incoming: driver.incoming,
    recordings: new RecordingReceiver(recorder, isHere),
    renew: async (alternatives) => {
      if (peers === undefined) throw noPeerListen();
      return await peers.renewFor(peer, alternatives);
    },
    onMisbehaviour: (reason) => turnedAway.write({ host: peer, from: peer, reason }),
    onLook: () => hosts.alone.look(),
  });
}
