/** The one-time code in the fragment of a sign-in link (`#link=CODE`); fragments never reach a log or another site. */
export function linkCodeOf(hash: string): string | undefined {
  const code = new URLSearchParams(hash.replace(/^#/, "")).get("link");
  return code === null || code === "" ? undefined : code;
}

/** Where to go after signing in: a path of this site, or the list. An address of another site is never followed. */
export function safeNext(next: string | null): string {
  if (next === null || !/^\/[a-z]/.test(next)) return "/";
  const url = new URL(next, "http://here.invalid");
  // Back here it would sign in again, as whoever made the link behind its #.
  if (url.origin !== "http://here.invalid" || url.pathname.startsWith("/sign-in")) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
}
