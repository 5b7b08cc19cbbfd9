import { GantryError } from "@gantry/kvm-core/model";

/** The HTTP statuses a request can be refused with before it reaches a procedure. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 413 | 415 | 421 | 429 | 503;

/** A request that goes no further. */
export interface Refusal {
  readonly status: RefusalStatus;
  readonly error: GantryError;
}

/** A request from a name or a page that is not ours. */
export function foreign(header: "Host" | "Origin" | "page"): Refusal {
  const what = header === "page" ? "comes from another site's page" : `has an unknown ${header} header`;
  return {
    status: 403,
    error: new GantryError("forbidden", {
      message: `This request ${what}.`,
      hint: "Open the agent by one of its own addresses; further names are set with GANTRY_ALLOWED_HOSTS.",
    }),
  };
}

/** Nobody is signed in, or with something that is not known. */
export function unauthenticated(): Refusal {
  return {
    status: 401,
    error: new GantryError("unauthenticated", {
      message: "Nobody is signed in.",
      hint: "Sign in, or send a token as `Authorization: Bearer …`.",
    }),
  };
}

/** Whoever knocks at the peers' door shows no certificate that lets in; the audit trail here says which and why. */
export function notAPeer(): Refusal {
  return {
    status: 403,
    error: new GantryError("certificate_refused", {
      message: "This agent does not let the host that calls in.",
      hint: "It was removed, or never joined, or its certificate has ended; the audit trail of the host that was called says which. Join again with a new token: gantry host invite, gantry host join.",
    }),
  };
}

/** There is nothing at this address, or nothing for this caller: the two look the same. */
export function nothingHere(): Refusal {
  return {
    status: 404,
    error: new GantryError("not_found", { message: "There is nothing here.", hint: "Check the address." }),
  };
}
