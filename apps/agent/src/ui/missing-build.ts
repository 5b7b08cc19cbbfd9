/** What is shown where the web build should be. */
export const missingBuildPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Gantry</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 20vh auto; padding: 0 1rem; }
  code { background: #8882; padding: 0.1em 0.3em; border-radius: 4px; }
</style>
<h1>The agent runs, its pages are not built</h1>
<p>Build them with <code>pnpm build</code> and start the agent again, or name their directory with
<code>GANTRY_UI_DIR</code>. Guests, consoles and the command line are not affected.</p>
</html>
`;
