import * as z from "zod";

/** Where an etcd cluster is and how to be let in. Files are read when the store is opened. */
export interface EtcdAddress {
  /** Each `host:port` that answers clients; every one is as good as the others. */
  readonly endpoints: readonly { readonly host: string; readonly port: number }[];
  /** Present: https. `ca` is who signed the servers' certificates, `cert` and `key` are what this client shows. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly login?: { readonly user: string; readonly passwordFile: string };
}

const form = "use sqlite, or etcd://host:2379,host:2379 (etcds:// over TLS)";
const addressPattern = /^(etcds?):\/\/([^/?#]+)\/?(?:\?([^#]*))?$/;
const endpointPattern = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(?::(\d{1,5}))?$/;
const filePattern = /^\/[^\0]*$/;
const files = ["ca", "cert", "key", "passwordFile"] as const;
const defaultPort = 2379;

/** Reads `sqlite`, or an etcd address such as `etcds://h1:2379,h2:2379?ca=/etc/gantry/etcd-ca.pem&user=gantry&passwordFile=/…`. */
export const storeAddressSchema = z.string().transform((text, context): "sqlite" | EtcdAddress => {
  if (text === "sqlite") return text;
  const read = readAddress(text);
  if (typeof read !== "string") return read;
  context.addIssue({ code: "custom", message: read });
  return z.NEVER;
});

/** The address, or what is wrong with it. */
function readAddress(text: string): EtcdAddress | string {
  const [, scheme, authority = "", query = ""] = addressPattern.exec(text) ?? [];
  if (scheme === undefined) return form;
  if (authority.includes("@"))
    return "name no password here, everybody reads command lines: use ?user=…&passwordFile=/…";
  const endpoints = authority.split(",").map(readEndpoint);
  const known = endpoints.filter((endpoint) => endpoint !== undefined);
  if (known.length < endpoints.length) return form;
  return withOptions({ endpoints: known, isTls: scheme === "etcds" }, new URLSearchParams(query));
}

function withOptions(
  { endpoints, isTls }: { readonly endpoints: EtcdAddress["endpoints"]; readonly isTls: boolean },
  options: URLSearchParams,
): EtcdAddress | string {
  const given = Object.fromEntries(options);
  const unknown = Object.keys(given).find((key) => key !== "user" && !files.some((file) => file === key));
  if (unknown !== undefined) return `there is no option ${unknown}; there are user and ${files.join(", ")}`;
  for (const file of files)
    if (!filePattern.test(given[file] ?? "/")) return `give ${file} as an absolute path`;
  const { user, passwordFile, ca, cert, key } = given;
  if ((user === undefined) !== (passwordFile === undefined)) return "give user and passwordFile together";
  if ((cert === undefined) !== (key === undefined)) return "give cert and key together";
  if (!isTls && (ca ?? cert) !== undefined) return "ca, cert and key are for etcds://";
  return {
    endpoints,
    ...(isTls && { tls: { ...(ca && { ca }), ...(cert && key && { cert, key }) } }),
    ...(user && passwordFile && { login: { user, passwordFile } }),
  };
}

function readEndpoint(text: string): EtcdAddress["endpoints"][number] | undefined {
  const [, host, port] = endpointPattern.exec(text) ?? [];
  if (host === undefined || Number(port ?? 1) > 65_535) return undefined;
  return { host: host.replace(/^\[|\]$/g, ""), port: Number(port ?? defaultPort) };
}
