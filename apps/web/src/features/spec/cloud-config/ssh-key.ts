import type { Translate } from "#lib/messages/translate.ts";

/** Key types that OpenSSH takes, with those of hardware keys and certificates. */
const types =
  /^(ssh-(rsa|dss|ed25519)|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)(-cert-v01@openssh\.com)?$/;
const certificates = /^(ssh|ecdsa-sha2|sk)-[a-z0-9-]+-cert-v01@openssh\.com$/;

/**
 * Why a line is no public SSH key as `authorized_keys` takes it (`type base64 comment`, perhaps after options); undefined
 * when it is one. The blob is a chain of fields, each with its length before it, and begins with the key's type (RFC 4253, 6.6).
 */
export function whyNoSshKey(line: string, t: Translate): string | undefined {
  if (line.includes("PRIVATE KEY"))
    return t("this is a private key, which must not leave its owner; paste the .pub file");
  const words = line.trim().split(/\s+/);
  const at = words.findIndex((word) => types.test(word) || certificates.test(word));
  if (at < 0) return t("no public SSH key; it begins with its type, such as ssh-ed25519 or ssh-rsa");
  const [type = "", blob = ""] = words.slice(at);
  if (blob === "") return t("after {type} comes the key itself; nothing does", { type });
  const bytes = bytesOf(blob);
  const fields = bytes === undefined ? undefined : fieldsOf(bytes);
  if (fields === undefined || fields.length < 2)
    return t("the key is cut off or damaged; copy the whole line of the .pub file");
  if (fields[0] !== type)
    return t("it says {type}, but the key in it is {found}; copy the whole line again", {
      type,
      found: printable(fields[0]) ?? t("another"),
    });
  return undefined;
}

function bytesOf(base64: string): string | undefined {
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  return atob(base64);
}

/** The fields of a blob, as Latin-1 text; undefined unless they fill it to its last byte. */
function fieldsOf(blob: string): string[] | undefined {
  const fields: string[] = [];
  let at = 0;
  while (at < blob.length) {
    const length = [0, 1, 2, 3].reduce((sum, offset) => sum * 256 + (blob.codePointAt(at + offset) ?? 0), 0);
    const field = blob.slice(at + 4, at + 4 + length);
    if (at + 4 > blob.length || field.length < length) return undefined;
    fields.push(field);
    at += 4 + length;
  }
  return fields;
}

function printable(field = ""): string | undefined {
  return /^[\x21-\x7E]{1,60}$/.test(field) ? field : undefined;
}
