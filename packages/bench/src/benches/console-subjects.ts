import { copyFile } from "node:fs/promises";
import type { BootSectorName } from "@gantry/demo-guest";
import type { BenchAgent } from "../agent/bench-agent.ts";
import type { Lab } from "../lab.ts";
import { type ByHandCommand, ByHandQemu, sameCommand, withSerialSocket } from "../peers/by-hand-qemu.ts";
import { Forwarder } from "../peers/forwarder.ts";
import { AgentViewer } from "../viewers/agent-viewer.ts";
import { SocketViewer } from "../viewers/socket-viewer.ts";
import type { Viewer } from "../viewers/viewer.ts";
import { WebSocketViewer } from "../viewers/websocket-viewer.ts";

/** One way from a guest to its reader. The guest stands still except while it is measured. */
export interface ConsoleSubject {
  readonly name: string;
  readonly viewer: Viewer;
  resume(): Promise<unknown>;
  pause(): Promise<unknown>;
}

/** The same guest four times: behind the agent, behind QEMU's own socket, and behind two bridges in front of one. */
export async function consoleSubjects(
  lab: Lab,
  sector: BootSectorName,
): Promise<{
  agent: ConsoleSubject & { viewer: AgentViewer };
  socket: ConsoleSubject;
  bare: ConsoleSubject;
  websockify: ConsoleSubject | undefined;
}> {
  const agent = await lab.agent();
  const { spec, disk } = await lab.guest(sector, sector);
  await agent.calls.create(spec);
  const command = { agent, instance: spec.name, disk };
  return {
    agent: await behindAgent(lab, agent, spec.name),
    socket: await behindSocket(lab, await socketCommand(lab, command)),
    bare: await behindBareBridge(lab, await socketCommand(lab, command)),
    websockify: await behindWebsockify(lab, await socketCommand(lab, command)),
  };
}

async function behindAgent(lab: Lab, agent: BenchAgent, instance: string) {
  await agent.calls.start(instance);
  await agent.calls.pause(instance);
  return {
    name: "agent's WebSocket",
    viewer: lab.keep(await AgentViewer.open(agent, instance)),
    resume: () => agent.calls.resume(instance),
    pause: () => agent.calls.pause(instance),
  };
}

async function behindSocket(lab: Lab, command: ByHandCommand): Promise<ConsoleSubject> {
  const { monitor, serialSocket } = lab.keep(await ByHandQemu.spawn(command, lab.signal));
  const viewer = lab.keep(await SocketViewer.open(serialSocket));
  return { name: "plain Unix socket", viewer, ...steering(monitor) };
}

async function behindBareBridge(lab: Lab, command: ByHandCommand): Promise<ConsoleSubject> {
  const { monitor, serialSocket } = lab.keep(await ByHandQemu.spawn(command, lab.signal));
  const bridge = lab.keep(await Forwarder.bare(serialSocket, lab.signal));
  const viewer = lab.keep(await WebSocketViewer.open(bridge.url));
  return { name: "bare bridge (ws, 20 lines)", viewer, ...steering(monitor) };
}

async function behindWebsockify(lab: Lab, command: ByHandCommand): Promise<ConsoleSubject | undefined> {
  const { monitor, serialSocket } = lab.keep(await ByHandQemu.spawn(command, lab.signal));
  const websockify = await Forwarder.websockify(serialSocket, lab.signal);
  if (websockify === undefined) return undefined;
  lab.keep(websockify);
  const viewer = lab.keep(await WebSocketViewer.open(websockify.url));
  return { name: "websockify", viewer, ...steering(monitor) };
}

function steering(monitor: ByHandQemu["monitor"]) {
  return { resume: () => monitor.execute("cont"), pause: () => monitor.execute("stop") };
}

/** QEMU locks its images: each copy of the guest gets its own. */
async function socketCommand(
  { directory }: Lab,
  { agent, instance, disk }: { agent: BenchAgent; instance: string; disk: string },
): Promise<ByHandCommand> {
  const command = withSerialSocket(await sameCommand(agent, instance, directory));
  const copy = `${command.serialSocket}.raw`;
  await copyFile(disk, copy);
  const [binary, ...args] = command.argv;
  return { ...command, argv: [binary, ...args.map((arg) => arg.replaceAll(disk, copy))] };
}
