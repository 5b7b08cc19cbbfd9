import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type Authority, issueCertificate, makeAuthority, newKey } from "../identity/authority.ts";
import type { TestAgent } from "./test-agent.ts";

/** What somebody shows at the peers' door. */
export interface Shown {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
}

/** What came back: of an upgrade, 101. */
export interface PeerAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A certificate that the real authority signed behind everybody's back, as whoever stole its key could. */
export async function stolenCertificate(
  signer: TestAgent,
  host: string,
  validity?: { from: number; until: number },
): Promise<Shown> {
  const key = await newKey();
  const wish = { host, publicKey: createPublicKey(key), alternatives: [host], ...(validity && { validity }) };
  return { key, certificate: await issueCertificate(await authorityOf(signer), wish) };
}

/** A certificate of somebody else's authority. */
export async function foreignCertificate(host: string): Promise<Shown> {
  const key = await newKey();
  const wish = { host, publicKey: createPublicKey(key), alternatives: [host] };
  return { key, certificate: await issueCertificate(await makeAuthority(host), wish) };
}

/** What an agent itself shows. */
export async function ownCertificate(agent: TestAgent): Promise<Shown> {
  const [key = "", certificate = ""] = await pemsIn(join(agent.stateDir, "tls/host.pem"));
  return { key: createPrivateKey(key), certificate: new X509Certificate(certificate) };
}

/** One call at an agent's peers' door, in whatever name. */
export async function knock(
  agent: TestAgent,
  path: string,
  call: {
    readonly shown?: Shown | undefined;
    readonly headers?: Record<string, string>;
    readonly body?: unknown;
    readonly upgrade?: string;
  },
): Promise<PeerAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<PeerAnswer>();
  const { shown, headers = {}, body, upgrade } = call;
  const sent = request(`https://${agent.peerAddress}${path}`, {
    agent: false,
    rejectUnauthorized: false,
    method: body === undefined ? "GET" : "POST",
    headers: {
      ...headers,
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(upgrade !== undefined && { connection: "Upgrade", upgrade }),
    },
    ...(shown && {
      key: shown.key.export({ type: "pkcs8", format: "pem" }),
      cert: shown.certificate.toString(),
    }),
  });
  sent.on("upgrade", (_response, socket) => {
    socket.destroy();
    resolve({ status: 101, body: undefined });
  });
  sent.on("response", (response) => {
    text(response).then(
      (answer) => resolve({ status: response.statusCode ?? 0, body: parse(answer) }),
      reject,
    );
  });
  sent.on("error", reject);
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  return await promise;
}

async function authorityOf(signer: TestAgent): Promise<Authority> {
  const directory = join(signer.stateDir, "tls");
  return {
    certificate: new X509Certificate(await readFile(join(directory, "ca.crt"))),
    key: createPrivateKey(await readFile(join(directory, "ca.key"))),
  };
}

async function pemsIn(path: string): Promise<string[]> {
  return (await readFile(path, "utf8")).match(/-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----/g) ?? [];
}

function parse(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    return answer;
  }
}
