import type { IpCommand } from "./ip-command.ts";

/** The network of one host, as everything that makes or removes interfaces needs it. */
export interface HostNetwork {
  /** Runs iproute2 where the guests' bridges are. */
  readonly run: IpCommand;
  /** Tells this host's interfaces from those of another host in the same network namespace. */
  readonly scope: string;
  /** Absolute path of the administrator's program, run once per tap. */
  readonly hook?: string | undefined;
}
