import { X509Certificate } from "node:crypto";
import type { StoredMember } from "@gantry/store";
import * as z from "zod";
import { fingerprintOf, hostIn, isOf } from "../identity/certificate.ts";

/** `https://address:port` of an agent's peer listener. */
export const peerUrlSchema = z
  .url({ protocol: /^https$/ })
  .max(300)
  .transform((url) => url.replace(/\/+$/, ""))
  .refine((url) => URL.parse(url)?.pathname === "/", "give an address without a path");

/** How agents tell each other of a host. Its name and key are read from the certificate, so nobody can make them up. */
export const toldMemberSchema = z.strictObject({
  certificate: z.string().max(8192),
  url: peerUrlSchema,
  removed: z.boolean(),
});
/** See {@link toldMemberSchema}. */
export type ToldMember = z.output<typeof toldMemberSchema>;

/** Reads what was told of a host. Undefined when the authority did not sign it. */
export function readMember(told: ToldMember, authority: X509Certificate): StoredMember | undefined {
  const certificate = parse(told.certificate);
  const name = certificate && hostIn(certificate);
  if (certificate === undefined || name === undefined || !isOf(certificate, authority)) return undefined;
  return { ...told, name, fingerprint: fingerprintOf(certificate.publicKey) };
}

function parse(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}
