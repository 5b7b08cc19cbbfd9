import { fileURLToPath } from "node:url";

/** The checkout whose products are tested. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** The Node that the lockfile pins; the products run with no other. */
export const pinnedNode = `${root}/node_modules/.bin/node`;
