import { policyFor } from "./content-security-policy.ts";
import { missingBuildPage } from "./missing-build.ts";
import { encodingFor, readWebFiles, type WebFile } from "./web-files.ts";

/** A request for a file of the UI. */
export interface UiRequest {
  readonly path: string;
  /** Where the browser reached us, such as `http://127.0.0.1:7400`. */
  readonly origin: string;
  readonly acceptEncoding: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

/** Answers requests for the web build. */
export type ServeUi = (request: UiRequest) => Promise<Response>;

/** Reads the web build and answers for it. Without a build every page says how to make one. */
export async function openUi(directory: string): Promise<ServeUi> {
  const files = await readWebFiles(directory);
  return async (request) => {
    const found = find(files, request.path);
    if (found !== undefined) return await respond(found, 200, request);
    if (!files.has("/index.html")) return missing(request.origin);
    const notFound = files.get("/404.html");
    if (notFound === undefined) return new Response("There is nothing here.\n", { status: 404 });
    return await respond({ path: "/404.html", file: notFound }, 404, request);
  };
}

interface Found {
  readonly path: string;
  readonly file: WebFile;
}

/** `/hosts` and `/hosts/` are `/hosts.html` or `/hosts/index.html`. */
function find(files: ReadonlyMap<string, WebFile>, path: string): Found | undefined {
  const bare = path.replace(/\/+$/, "");
  for (const candidate of [path, `${bare}.html`, `${bare}/index.html`]) {
    const file = files.get(candidate);
    if (file !== undefined) return { path: candidate, file };
  }
  return undefined;
}

async function respond({ path, file }: Found, status: 200 | 404, request: UiRequest): Promise<Response> {
  const headers = new Headers({ "content-type": file.contentType, vary: "Accept-Encoding" });
  const isPage = path.endsWith(".html");
  // Names below /_next/static contain a hash of their content; everything else may change with the next build.
  headers.set(
    "cache-control",
    path.startsWith("/_next/static/") ? "public, max-age=31536000, immutable" : "no-cache",
  );
  headers.set("etag", file.etag);
  if (isPage) headers.set("content-security-policy", policyFor(file.plain.toString(), request.origin));
  if (isPage) headers.set("x-frame-options", "DENY");
  if (status === 200 && request.ifNoneMatch === file.etag)
    return new Response(null, { status: 304, headers });
  const encoding = encodingFor(request.acceptEncoding, file);
  if (encoding === undefined) return new Response(new Uint8Array(file.plain), { status, headers });
  headers.set("content-encoding", encoding);
  return new Response(new Uint8Array(await file.encoded(encoding)), { status, headers });
}

function missing(origin: string): Response {
  return new Response(missingBuildPage, {
    status: 503,
    headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": policyFor("", origin) },
  });
}
