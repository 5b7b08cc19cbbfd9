/** Roles, each holding all rights of the ones before it. */
export const roles = ["viewer", "operator", "admin"] as const;
/** See {@link roles}. */
export type Role = (typeof roles)[number];
/** Whether a holder of `held` may call what needs `least`. */
export function mayAct(held: Role, least: Role): boolean {
  return roles.indexOf(held) >= roles.indexOf(least);
}
