import type { inviteInput, Invitation, Joined, Renewed } from "@gantry/kvm-core/model";
import { GantryError } from "@gantry/kvm-core/model";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";

/** Which hosts belong together, as the procedures change it. */
export interface Membership {
  /** @throws GantryError `wrong_state`, `name_taken`, `host_unreachable` */
  invite(caller: Caller, input: z.output<typeof inviteInput>): Promise<Invitation>;
  /** This host joins another. @throws GantryError see `Admission.admit`; `wrong_state` when it has joined before */
  join(caller: Caller, token: string): Promise<Joined>;
  /** Another host, or this one, leaves. @throws GantryError `host_unknown`, `wrong_state` */
  remove(caller: Caller, name: string): Promise<void>;
  /** A new certificate for this host. @throws GantryError `wrong_state`, `host_unreachable` */
  renew(): Promise<Renewed>;
}

/** Where no peers are answered, nobody can join. */
export const noMembership: Membership = {
  invite: () => Promise.reject(noPeerListen()),
  join: () => Promise.reject(noPeerListen()),
  remove: () => Promise.reject(noPeerListen()),
  renew: () => Promise.reject(noPeerListen()),
};

/** Nobody can be asked or answered. */
export function noPeerListen(): GantryError {
  return new GantryError("wrong_state", {
    message: "This agent answers no other hosts: it has no address for them.",
    hint: "Start it with GANTRY_PEER_LISTEN, such as 10.0.0.1:7443 or 0.0.0.0:7443, and open that port to the other hosts.",
  });
}
