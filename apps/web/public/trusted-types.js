// Text becomes the address of a script here and nowhere else: the bundler's loader asks for its own files by their
// addresses, and whatever else in the page makes a script or markup of text is stopped by the agent's policy.
// oxlint-disable-next-line typescript/no-unsafe-call, typescript/no-unsafe-member-access -- not in TypeScript's DOM yet
globalThis.trustedTypes?.createPolicy("default", {
  /** @param {string} text */
  createScriptURL(text) {
    const { origin, pathname } = new URL(text, location.href);
    if (origin === location.origin && pathname.startsWith("/_next/static/")) return text;
    throw new TypeError(`${text} is no script of this page.`);
  },
});

// zod tries whether it may make functions of text, and goes on without when it may not. The trial alone is reported as a
// fault by the browser, so it is told beforehand; this is what z.config({ jitless: true }) sets, before zod (core.js of zod 4) is loaded.
globalThis.__zod_globalConfig = { jitless: true };
