export {
  freeze,
  getFileSystems,
  getHostName,
  getInterfaces,
  getOsInfo,
  info,
  ping,
  setTime,
  shutDown,
  thaw,
} from "./commands.ts";
export { type AgentPatience, GuestAgent } from "./guest-agent.ts";
export { reachableAddresses } from "./reachable-addresses.ts";
