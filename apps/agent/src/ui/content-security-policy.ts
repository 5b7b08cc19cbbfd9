import { createHash } from "node:crypto";

/** Scripts written into a page. Those with `src` come from our own files and need no hash. */
const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi;

/**
 * The policy of one page: only its own inline scripts, known by their hashes, and our own files run.
 *
 * Styles may be inline: xterm.js writes its colours and sizes into `<style>` elements, and React renders `style`
 * attributes. A style can run nothing.
 *
 * @param origin where the page is served, such as `http://127.0.0.1:7400`: some browsers do not count a WebSocket to the
 *   same origin as `'self'`.
 */
export function policyFor(html: string, origin: string): string {
  const hashes = new Set(
    [...html.matchAll(inlineScript)].map(([, script = ""]) => `'sha256-${sha256(script)}'`),
  );
  return [
    "default-src 'none'",
    ["script-src 'self'", ...hashes].join(" "),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${origin.replace(/^http/, "ws")}`,
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // No text of a guest or a person becomes markup or a script, whatever a library does with it; see trusted-types.js.
    "require-trusted-types-for 'script'",
    "trusted-types default",
  ].join("; ");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
