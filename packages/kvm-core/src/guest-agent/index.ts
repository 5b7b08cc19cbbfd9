export {
  type AgentInfo,
  freeze,
  freezeStatus,
  getFileSystems,
  getHostName,
  getInterfaces,
  getOsInfo,
  getTime,
  type GuestFileSystem,
  type GuestInterface,
  type GuestOs,
  info,
  ping,
  setTime,
  shutDown,
  thaw,
} from "./commands.ts";
export { type AgentPatience, GuestAgent } from "./guest-agent.ts";
