// Runs inside one network namespace, and ends with the campaign that started it.
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { pipeline } from "node:stream";
import { Wire } from "./wire.ts";
import { placeOrderSchema, wireOrderSchema } from "./wire-order.ts";

const order = placeOrderSchema.parse(JSON.parse(process.argv[2] ?? ""));
const wires = new Map(order.wires.map(({ name, ...ends }) => [name, new Wire(ends)]));
for (const wire of wires.values()) await wire.ready();

const { door } = order;
if (door !== undefined) {
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const agent = connect({ host: door.address, port: door.port, allowHalfOpen: true });
    pipeline(client, agent, () => agent.destroy());
    pipeline(agent, client, () => client.destroy());
  });
  server.listen(door.path);
  await once(server, "listening");
}

process.on("message", (message) => {
  const { id, wire, ...what } = wireOrderSchema.parse(message);
  process.send?.({ id, connections: wires.get(wire)?.obey(what) ?? 0 });
});
process.on("disconnect", () => process.exit());
process.send?.({ id: 0, connections: 0 });
