import { fileURLToPath } from "node:url";

/** The checkout. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** The Node that runs everything but these scripts; pinned by the lockfile. */
export const pinnedNode = `${root}/node_modules/.bin/node`;

/** The package manager is fetched by npx, in exactly the version that package.json names. */
export const pnpmVersion = "12.21.0";

/** The environment of every child: the pinned Node first, no telemetry, no chatter about updates. */
export function childEnvironment() {
  return {
    ...process.env,
    PATH: `${root}/node_modules/.bin:${process.env.PATH ?? "/usr/bin:/bin"}`,
    DO_NOT_TRACK: "1",
    NEXT_TELEMETRY_DISABLED: "1",
    TURBO_TELEMETRY_DISABLED: "1",
    TURBO_NO_UPDATE_NOTIFIER: "1",
    npm_config_update_notifier: "false",
    npm_config_fund: "false",
    npm_config_loglevel: "error",
  };
}
