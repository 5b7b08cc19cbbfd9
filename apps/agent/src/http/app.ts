import type { IncomingMessage } from "node:http";
import { Hono } from "hono";
import type { Authenticator } from "../auth/authenticator.ts";
import type { KnownOrigins } from "../auth/origin.ts";
import type { AuthDesk } from "../auth/auth-desk.ts";
import type { Caller } from "../auth/caller.ts";
import type { SignInDesk } from "../auth/sign-in-desk.ts";
import type { PeerContext } from "../peers/peer-router.ts";
import { peerRouter } from "../peers/peer-router.ts";
import type { AgentContext } from "../procedures/context.ts";
import { agentRouter } from "../router.ts";
import type { ServeUi } from "../ui/serve-ui.ts";
import { foreign, nothingHere, type Refusal, unauthenticated } from "./refusal.ts";
import { factsOf } from "./request-facts.ts";
import { commonHeaders, respondRefusal } from "./respond.ts";
import { refuseCall, serveTrpc } from "./trpc-endpoint.ts";

/** Largest body of a peer's call: a commit carries the newest serial output. */
const maxPeerBytes = 64 * 1024 * 1024;

/** What a request is answered from. */
export interface AppServices {
  readonly host: string;
  readonly version: string;
  readonly authenticator: Authenticator;
  readonly origins: KnownOrigins;
  readonly ui: ServeUi;
  readonly desk: (request: ConstructorParameters<typeof SignInDesk>[1]) => AuthDesk;
  readonly context: (request: {
    caller: Caller | undefined;
    auth: AuthDesk;
    transport: "http";
  }) => AgentContext;
  readonly peerContext: (peer: string) => PeerContext;
  readonly onError: (error: unknown, path?: string) => void;
}

/** What the Node adapter adds to a request. */
interface Environment {
  Bindings: { incoming: IncomingMessage };
}

/** Everything this agent answers over plain HTTP. */
export function createApp(services: AppServices): Hono<Environment> {
  const app = new Hono<Environment>();
  app.use(async (context, next) => {
    const refused = services.origins.refusal(factsOf(context.env.incoming).headers);
    if (refused !== undefined) return respondRefusal(foreign(refused));
    await next();
    for (const [name, value] of Object.entries(commonHeaders)) context.header(name, value);
    return undefined;
  });
  app.get("/healthz", (context) =>
    context.json({ status: "ok", version: services.version, host: services.host }, 200, {
      "cache-control": "no-store",
    }),
  );
  app.all("/trpc/*", async ({ env: { incoming }, req: { raw: request } }) => {
    const call = { request, incoming, identity: services.authenticator.identify(factsOf(incoming)) };
    const answer = refuseCall(call) ?? (await serveTrpc(call, publicEndpoint(services, call)));
    return finish(answer);
  });
  app.all("/peer/trpc/*", async ({ env: { incoming }, req: { raw: request } }) => {
    const identity = services.authenticator.identify(factsOf(incoming));
    const peer = identity.caller?.via;
    if (peer === undefined)
      return respondRefusal(identity.by === "nothing" ? unauthenticated() : nothingHere());
    return finish(
      await serveTrpc(
        { request, incoming, identity },
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
  // Nobody learns what else is here without signing in; only the UI's own files are for everyone.
  for (const path of ["/console/*", "/peer/*", "/metrics", "/api/*"]) {
    app.all(path, ({ env: { incoming } }) => {
      const { caller } = services.authenticator.identify(factsOf(incoming));
      return respondRefusal(caller === undefined ? unauthenticated() : nothingHere());
    });
  }
  app.get("*", ({ req }) =>
    services.ui({
      path: req.path,
      origin: `http://${req.header("host") ?? ""}`,
      acceptEncoding: req.header("accept-encoding"),
      ifNoneMatch: req.header("if-none-match"),
    }),
  );
  app.notFound(() => respondRefusal(nothingHere()));
  app.onError((error) => {
    services.onError(error);
    return new Response("Something went wrong in the agent; its log has the details.\n", { status: 500 });
  });
  return app;
}

function publicEndpoint(
  services: AppServices,
  { incoming, identity }: { incoming: IncomingMessage; identity: { caller?: Caller | undefined } },
) {
  const { from, headers } = factsOf(incoming);
  return {
    endpoint: "/trpc",
    router: agentRouter,
    createContext: (responseHeaders: Headers): AgentContext => {
      const auth = services.desk({
        from: identity.caller?.from ?? from,
        origin: `http://${headers.host ?? ""}`,
        setCookie: (value) => responseHeaders.append("set-cookie", value),
      });
      return services.context({ caller: identity.caller, auth, transport: "http" });
    },
    onError: services.onError,
  };
}

function finish(answer: Response | Refusal): Response {
  if (!(answer instanceof Response)) return respondRefusal(answer);
  answer.headers.set("cache-control", "no-store");
  return answer;
}
