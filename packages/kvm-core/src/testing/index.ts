export { CuttableLink } from "./cuttable-link.ts";
export { LocalPeer } from "./local-peer.ts";
export { consoleText, TemporaryHost, until } from "./temporary-host.ts";
export { TestMount } from "../serial/testing/test-mount.ts";
