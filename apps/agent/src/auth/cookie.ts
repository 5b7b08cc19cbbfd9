/** Name of the session cookie. It contains the host's name because browsers share cookies between ports of one address. */
export function cookieName(host: string): string {
  return `gantry-session-${host}`;
}

/** The value of one cookie in a `Cookie` header. */
export function readCookie(header: string | null | undefined, name: string): string | undefined {
  for (const pair of (header ?? "").split(";")) {
    const equals = pair.indexOf("=");
    if (equals !== -1 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}

/** A session cookie as it is set: the secret, for how long, and whether only TLS may carry it. */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  readonly maxAgeSeconds: number;
  readonly secure: boolean;
}

/** A `Set-Cookie` value that scripts cannot read and other sites cannot send along. */
export function writeCookie({ name, value, maxAgeSeconds, secure }: SetCookie): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}${secure ? "; Secure" : ""}`;
}
