import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** A secret nobody can guess: 32 random bytes as 43 URL-safe characters. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of a secret: its SHA-256. Enough for random secrets; passwords would need a slow hash. */
export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Compares without telling by its duration how much of the secret was right. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(a)), Buffer.from(hashOf(b)));
}
