import { Hono } from "hono";
import type { OriginCheck } from "../auth/origin.ts";
import type { ServeUi } from "../ui/serve-ui.ts";
import { addApiRoutes, type ApiServices, type Environment } from "./api-routes.ts";
import { expositionType } from "../metrics/exposition.ts";
import { foreign, nothingHere, unauthenticated } from "./refusal.ts";
import { factsOf, schemeOf } from "./request-facts.ts";
import { commonHeaders, respondRefusal } from "./respond.ts";

/** What a request is answered from. */
export interface AppServices extends ApiServices {
  readonly host: string;
  readonly version: string;
  readonly origins: OriginCheck;
  readonly ui: ServeUi;
  /** What `GET /metrics` tells. */
  readonly metrics: () => Promise<string>;
}

/** Everything this agent answers to people, over HTTP. */
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
  addApiRoutes(app, services);
  app.get("/metrics", async (context) => {
    // Every role may look.
    if (services.authenticator.identify(factsOf(context.env.incoming)).caller === undefined)
      return respondRefusal(unauthenticated());
    return context.body(await services.metrics(), 200, {
      "content-type": expositionType,
      "cache-control": "no-store",
    });
  });
  // Nobody learns what else is here without signing in; only the UI's own files are for everyone.
  for (const path of ["/console/*", "/peer/*", "/metrics", "/api/*"]) {
    app.all(path, ({ env: { incoming } }) => {
      const { caller } = services.authenticator.identify(factsOf(incoming));
      return respondRefusal(caller === undefined ? unauthenticated() : nothingHere());
    });
  }
  app.get("*", ({ env: { incoming }, req }) =>
    services.ui({
      path: req.path,
      origin: `${schemeOf(incoming)}://${req.header("host") ?? ""}`,
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
