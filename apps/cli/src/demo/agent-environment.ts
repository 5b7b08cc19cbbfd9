import type { DemoHost, DemoLayout } from "./demo-layout.ts";

/** Settings a person may give to the demo's agents; all others are the demo's own. */
const passedOn = new Set([
  "GANTRY_ACCEL",
  "GANTRY_QEMU",
  "GANTRY_LOG_LEVEL",
  "GANTRY_UI_DIR",
  "GANTRY_ALLOWED_HOSTS",
]);

/** The environment in which a demo host's agent runs. */
export function agentEnvironment(
  layout: DemoLayout,
  host: DemoHost,
  inherited: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const kept = Object.entries(inherited).filter(
    ([name]) => !name.startsWith("GANTRY_") || passedOn.has(name),
  );
  const peers = layout.hosts
    .filter((other) => other !== host)
    .map((peer) => ({ name: peer.name, url: peer.api, secretFile: peer.secretFile }));
  return {
    ...Object.fromEntries(kept),
    NODE_ENV: "production",
    // A configuration of this machine's own agent is not the demo's.
    GANTRY_CONFIG: "/dev/null",
    GANTRY_HOST_NAME: host.name,
    GANTRY_LISTEN: `127.0.0.1:${host.port}`,
    GANTRY_STATE_DIR: host.stateDir,
    GANTRY_RUN_DIR: host.runDir,
    GANTRY_LOG_DIR: host.logDir,
    // The demo lies in directories that are closed to others, whatever accounts there are.
    GANTRY_QEMU_USER: "none",
    GANTRY_IMAGE_ROOTS: [layout.sharedDir, layout.cacheDir].join(":"),
    GANTRY_DEMO_GUEST: layout.guestDir,
    GANTRY_PEERS: JSON.stringify(peers),
    GANTRY_PEER_SECRET_FILE: host.secretFile,
  };
}
