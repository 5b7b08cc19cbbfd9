import { Hono } from "hono";
import { type JoinContext, joinRouter } from "../joining/join-router.ts";
import { addApiRoutes, type ApiServices, type Environment, finish } from "./api-routes.ts";
import { nothingHere, notAPeer } from "./refusal.ts";
import { factsOf } from "./request-facts.ts";
import { respondRefusal } from "./respond.ts";
import { serveTrpc } from "./trpc-endpoint.ts";

/** What the peers' door is answered from. */
export interface PeerAppServices extends ApiServices {
  readonly joinContext: (from: string) => JoinContext;
}

/** Everything this agent answers to other hosts. Without a certificate that lets in, there is only joining. */
export function createPeerApp(services: PeerAppServices): Hono<Environment> {
  const app = new Hono<Environment>();
  app.all("/join/*", async ({ env: { incoming }, req: { raw: request } }) => {
    const { from } = factsOf(incoming);
    const { joinContext, onError } = services;
    const endpoint = "/join";
    return finish(
      await serveTrpc(
        { request },
        { endpoint, router: joinRouter, createContext: () => joinContext(from), onError },
      ),
    );
  });
  app.use(async ({ env: { incoming } }, next) => {
    const { by } = services.authenticator.identify(factsOf(incoming));
    if (by !== "peer") return respondRefusal(notAPeer());
    await next();
    return undefined;
  });
  addApiRoutes(app, services);
  app.notFound(() => respondRefusal(nothingHere()));
  app.onError((error) => {
    services.onError(error);
    return new Response("Something went wrong in the agent; its log has the details.\n", { status: 500 });
  });
  return app;
}
