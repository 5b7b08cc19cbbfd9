import type { Duplex } from "node:stream";
import { STATUS_CODES } from "node:http";
import type { GantryError } from "@gantry/kvm-core/model";
import type { Refusal } from "./refusal.ts";

/** Headers that every answer carries. */
export const commonHeaders: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** A refusal as an HTTP answer, in the shape tRPC clients expect, with our error body beside it. */
export function respondRefusal({ status, error }: Refusal): Response {
  return new Response(bodyOf({ status, error }), { status, headers: headersOf() });
}

/** A failure of something that is no procedure, in the same shape. */
export function errorAnswer(status: number, error: GantryError): Response {
  return new Response(textOf(status, error), { status, headers: headersOf() });
}

/** A refusal of a WebSocket upgrade: a plain HTTP answer on the socket, which is then closed. */
export function refuseUpgrade(socket: Duplex, refusal: Refusal): void {
  const body = bodyOf(refusal);
  const headers = { ...headersOf(), connection: "close", "content-length": String(Buffer.byteLength(body)) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.on("error", () => socket.destroy());
  socket.end([`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`, ...lines, "", body].join("\r\n"));
}

function headersOf(): Record<string, string> {
  return { ...commonHeaders, "content-type": "application/json", "cache-control": "no-store" };
}

function bodyOf({ status, error }: Refusal): string {
  return textOf(status, error);
}

function textOf(status: number, error: GantryError): string {
  const gantry = error.toBody();
  // -32600: "invalid request" of JSON-RPC, the closest tRPC knows for something it never saw.
  return JSON.stringify({
    error: { message: error.message, code: -32600, data: { httpStatus: status, gantry } },
  });
}
