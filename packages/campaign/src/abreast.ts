/** Whether those that have not begun shall still be done. */
export type AndThen = "go on" | "enough";

/**
 * Works through items in their order, one in each lane at a time. When one fails, or is enough, nothing more is begun; what is
 * under way is waited for.
 *
 * @throws what the first of the lanes threw that did.
 */
export async function abreast<Lane, Item>(
  lanes: readonly Lane[],
  items: readonly Item[],
  work: (lane: Lane, item: Item) => Promise<AndThen>,
): Promise<void> {
  const left = [...items];
  const walk = async (lane: Lane) => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) {
      const andThen = await work(lane, item).catch((error: unknown) => {
        left.length = 0;
        throw error;
      });
      if (andThen === "enough") left.length = 0;
    }
  };
  const walked = await Promise.allSettled(lanes.map(walk));
  for (const each of walked) if (each.status === "rejected") throw each.reason;
}
