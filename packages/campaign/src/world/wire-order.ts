import * as z from "zod";

const endpointSchema = z.object({ address: z.string(), port: z.int() });

/** What the program in a namespace opens: a door for whoever asks the agent from outside, and wires in front of its services. */
export const placeOrderSchema = z.object({
  /** A Unix socket, which is the same in every network namespace, and where the agent's API is behind it. */
  door: z.object({ path: z.string(), address: z.string().default("127.0.0.1"), port: z.int() }).optional(),
  wires: z.array(z.object({ name: z.string(), listen: endpointSchema, to: endpointSchema })),
});
/** See {@link placeOrderSchema}. */
export type PlaceOrder = z.input<typeof placeOrderSchema>;

/** What can be done to a wire. */
export const wireOrderSchema = z.object({
  id: z.int(),
  wire: z.string(),
  /**
   * `hold`: nothing passes until `release`. `hold the next change`: so it is with the connection that brings etcd the next
   * one. `half-close`: an end is told to one side. `corrupt`: one bit of the next bytes.
   */
  act: z.enum(["hold", "hold the next change", "release", "reset", "half-close", "corrupt"]),
  /** `in` towards the service, `out` its answers. */
  direction: z.enum(["in", "out", "both"]),
  /** The connection that carried most, as the memory of a guest does; all the others; or all. */
  which: z.enum(["stream", "others", "all"]),
});
/** See {@link wireOrderSchema}. */
export type WireOrder = z.output<typeof wireOrderSchema>;

/** The answer: how many connections it was done to. */
export const wireReplySchema = z.object({ id: z.int(), connections: z.int() });
