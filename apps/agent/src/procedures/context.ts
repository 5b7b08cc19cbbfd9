import type { AuthDesk } from "../auth/auth-desk.ts";
import type { Caller } from "../auth/caller.ts";
import type { Hosts } from "../hosts/host-agent.ts";
import type { Membership } from "../joining/membership.ts";

/** A change as the audit trail keeps it, without what the trail adds itself. */
export interface AuditedChange {
  readonly caller: Caller;
  readonly action: string;
  readonly subject: string;
  readonly host: string;
  readonly result: string;
}

/** What every procedure is given. No Node type in it: the browser compiles against the router's type. */
export interface AgentContext {
  /** Undefined when nobody is signed in. */
  readonly caller: Caller | undefined;
  readonly host: string;
  readonly version: string;
  readonly transport: "http" | "websocket";
  readonly hosts: Hosts;
  readonly membership: Membership;
  readonly auth: AuthDesk;
  readonly audit: (change: AuditedChange) => void;
}
