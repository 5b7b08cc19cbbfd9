import type { IncomingMessage } from "node:http";
import type { Hono } from "hono";
import type { AuthDesk } from "../auth/auth-desk.ts";
import type { Identifier } from "../auth/authenticator.ts";
import type { Caller } from "../auth/caller.ts";
import type { SignInDesk } from "../auth/sign-in-desk.ts";
import { type PeerContext, peerRouter } from "../peers/peer-router.ts";
import type { AgentContext } from "../procedures/context.ts";
import { agentRouter } from "../router.ts";
import { openApiDocument, restBase } from "../rest/openapi.ts";
import { plainAnswer, trpcAddress } from "../rest/plain-calls.ts";
import { nothingHere, type Refusal, unauthenticated } from "./refusal.ts";
import { receiveUpload } from "./receive-upload.ts";
import { factsOf } from "./request-facts.ts";
import { respondRefusal } from "./respond.ts";
import { refuseCall, serveTrpc } from "./trpc-endpoint.ts";

/** Largest body of a peer's call: a commit carries the newest serial output. */
const maxPeerBytes = 64 * 1024 * 1024;

/** What the Node adapter adds to a request. */
export interface Environment {
  Bindings: { incoming: IncomingMessage };
}

/** What calls are answered from. */
export interface ApiServices {
  readonly authenticator: Identifier;
  readonly desk: (request: ConstructorParameters<typeof SignInDesk>[1]) => AuthDesk;
  readonly context: (request: {
    caller: Caller | undefined;
    auth: AuthDesk;
    transport: "http";
  }) => AgentContext;
  readonly peerContext: (peer: string) => PeerContext;
  readonly onError: (error: unknown, path?: string) => void;
}

/** The calls of people and of peers, the same at every door. */
export function addApiRoutes(app: Hono<Environment>, services: ApiServices): void {
  app.all("/trpc/*", async ({ env: { incoming }, req: { raw: request } }) => {
    const call = { request, incoming, identity: services.authenticator.identify(factsOf(incoming)) };
    const answer = refuseCall(call) ?? (await serveTrpc(call, publicEndpoint(services, call)));
    return finish(answer);
  });
  app.get(`${restBase}/openapi.json`, ({ env: { incoming }, req: { raw: request } }) => {
    const call = { request, incoming, identity: services.authenticator.identify(factsOf(incoming)) };
    return plainAnswer(refuseCall(call) ?? Response.json(openApiDocument(agentRouter)));
  });
  app.on(["GET", "POST"], `${restBase}/:procedure`, async ({ env: { incoming }, req }) => {
    const request = req.raw;
    const call = { request, incoming, identity: services.authenticator.identify(factsOf(incoming)) };
    const url = trpcAddress(agentRouter, { procedure: req.param("procedure"), request });
    if (url === undefined) return plainAnswer(refuseCall(call) ?? nothingHere());
    const options = { ...publicEndpoint(services, call), url };
    return plainAnswer(refuseCall(call) ?? (await serveTrpc(call, options)));
  });
  app.put("/images/uploads/:id", async ({ env: { incoming }, req: { raw: request } }) => {
    const call = { request, incoming, identity: services.authenticator.identify(factsOf(incoming)) };
    return finish(refuseCall(call) ?? (await receiveUpload(call, publicEndpoint(services, call))));
  });
  app.all("/peer/trpc/*", async ({ env: { incoming }, req: { raw: request } }) => {
    const identity = services.authenticator.identify(factsOf(incoming));
    const peer = identity.caller?.via;
    if (peer === undefined)
      return respondRefusal(identity.by === "nothing" ? unauthenticated() : nothingHere());
    return finish(
      await serveTrpc(
        { request },
        {
          endpoint: "/peer/trpc",
          router: peerRouter,
          createContext: () => services.peerContext(peer),
          onError: services.onError,
          maxBytes: maxPeerBytes,
        },
      ),
    );
  });
}

/** The answer to a call, which nobody may keep. */
export function finish(answer: Response | Refusal): Response {
  if (!(answer instanceof Response)) return respondRefusal(answer);
  answer.headers.set("cache-control", "no-store");
  return answer;
}

function publicEndpoint(
  services: ApiServices,
  { incoming, identity }: { incoming: IncomingMessage; identity: { caller?: Caller | undefined } },
) {
  const { from, headers } = factsOf(incoming);
  return {
    endpoint: "/trpc",
    router: agentRouter,
    createContext: (responseHeaders: Headers): AgentContext => {
      const auth = services.desk({
        from: identity.caller?.from ?? from,
        origin: `${headers.scheme}://${headers.host ?? ""}`,
        setCookie: (value) => responseHeaders.append("set-cookie", value),
      });
      return services.context({ caller: identity.caller, auth, transport: "http" });
    },
    onError: services.onError,
  };
}
