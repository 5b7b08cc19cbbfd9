// Proves that the layer rules really fire: for every rule of .dependency-cruiser.mjs one import that it must
// refuse, written into a small copy of the house in a temporary directory.
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise } from "dependency-cruiser";
import config from "../../.dependency-cruiser.mjs";

const core = "packages/kvm-core/src";
const agent = "apps/agent/src";
const web = "apps/web/src";

/** Rule → the file that breaks it and the line that does. */
const offences = {
  "no-cycle": [`${core}/saga/round.ts`, 'import "./turn.ts";'],
  "no-unresolvable": [`${core}/saga/lost.ts`, 'import "@gantry/kvm-core/saga/journal.ts";'],
  "workspaces-by-name": ["apps/cli/src/main.ts", 'import "../../../packages/store/src/index.ts";'],
  "packages-below-apps": ["packages/store/src/up.ts", 'import "@gantry/agent/router";'],
  "model-is-pure": [`${core}/model/impure.ts`, 'import "node:fs";'],
  "command-line-is-pure": [`${core}/command-line/impure.ts`, 'import "node:fs";'],
  "rooms-are-siblings": [`${core}/qmp/sideways.ts`, 'import "../serial/index.ts";'],
  "instance-uses-rooms": [`${core}/instance/upwards.ts`, 'import "../migration/index.ts";'],
  "images-above-instance": [`${core}/images/upwards.ts`, 'import "../migration/index.ts";'],
  "saga-stands-alone": [`${core}/saga/curious.ts`, 'import "../qmp/index.ts";'],
  "migration-below-hypervisor": [`${core}/migration/upwards.ts`, 'import "../index.ts";'],
  "core-imports-no-workspace": [`${core}/host/down.ts`, 'import "@gantry/store";'],
  "store-knows-the-model": ["packages/store/src/curious.ts", 'import "@gantry/kvm-core";'],
  "demo-guest-stands-alone": ["packages/demo-guest/src/curious.ts", 'import "@gantry/kvm-core";'],
  "campaign-is-a-witness": ["packages/campaign/src/trusting.ts", 'import "@gantry/store";'],
  "procedures-without-console": [`${agent}/procedures/bytes.ts`, 'import "../console/index.ts";'],
  "console-without-procedures": [`${agent}/console/calls.ts`, 'import "../procedures/index.ts";'],
  "server-sees-all": [`${agent}/auth/upwards.ts`, 'import "../server.ts";'],
  "features-apart": [`${web}/features/hosts/borrow.ts`, 'import "../instances/index.ts";'],
  "components-below-features": [`${web}/components/knowing.ts`, 'import "../features/hosts/index.ts";'],
  "lib-below-components": [`${web}/lib/drawing.ts`, 'import "../components/index.ts";'],
  "web-has-no-authority": [`${web}/lib/driver.ts`, 'import "@gantry/kvm-core";'],
  "web-knows-router-by-type": [
    `${web}/lib/agent.ts`,
    'import { router } from "@gantry/agent/router"; router;',
  ],
  "router-type-in-lib": [
    `${web}/features/hosts/agent.ts`,
    'import type { AgentRouter } from "@gantry/agent/router"; export type T = AgentRouter;',
  ],
  "e2e-is-outside": ["e2e/inside.ts", 'import "../packages/store/src/index.ts";'],
};

const empty = "export {};\n";
const bystanders = {
  ...Object.fromEntries(
    ["qmp", "serial", "saga", "migration", "model"].map((room) => [`${core}/${room}/index.ts`, empty]),
  ),
  [`${core}/index.ts`]: empty,
  [`${core}/saga/turn.ts`]: 'import "./round.ts";\n',
  "packages/store/src/index.ts": empty,
  [`${agent}/router.ts`]: "export const router = 1;\nexport type AgentRouter = number;\n",
  [`${agent}/server.ts`]: empty,
  [`${agent}/console/index.ts`]: empty,
  [`${agent}/procedures/index.ts`]: empty,
  [`${web}/features/hosts/index.ts`]: empty,
  [`${web}/features/instances/index.ts`]: empty,
  [`${web}/components/index.ts`]: empty,
};

const packages = {
  "packages/kvm-core": {
    name: "@gantry/kvm-core",
    exports: { ".": "./src/index.ts", "./model": "./src/model/index.ts" },
  },
  "packages/store": { name: "@gantry/store", exports: { ".": "./src/index.ts" } },
  "packages/demo-guest": { name: "@gantry/demo-guest" },
  "apps/agent": { name: "@gantry/agent", exports: { "./router": "./src/router.ts" } },
};

/** Writes the small copy of the house below `root`. */
async function buildHouse(root) {
  const files = { ...bystanders };
  for (const [file, line] of Object.values(offences)) files[file] = `${line}\nexport {};\n`;
  for (const [place, manifest] of Object.entries(packages)) {
    files[`${place}/package.json`] = JSON.stringify({ type: "module", ...manifest });
  }
  files["package.json"] = '{"type":"module"}';
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  await mkdir(join(root, "node_modules/@gantry"), { recursive: true });
  for (const [place, { name }] of Object.entries(packages)) {
    await symlink(join(root, place), join(root, "node_modules", name));
  }
}

/** Which rules were broken by which files. */
async function findViolations(root) {
  const options = {
    ...config.options,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: config.forbidden },
  };
  const { output } = await cruise(["apps", "packages", "e2e"], options, { bustTheCache: true });
  return output.summary.violations.map(({ rule, from }) => `${rule.name} ${from}`);
}

const root = await mkdtemp(join(tmpdir(), "gantry-layers-"));
try {
  await buildHouse(root);
  const found = new Set(await findViolations(root));
  const silent = config.forbidden
    .map(({ name }) => name)
    .filter((name) => !found.has(`${name} ${offences[name]?.[0]}`));
  for (const name of silent) {
    console.error(
      `layer rule ${name} did not fire on ${offences[name]?.[0] ?? "(no offence written for it)"}`,
    );
  }
  if (silent.length === 0) console.log(`all ${config.forbidden.length} layer rules fire`);
  process.exitCode = silent.length === 0 ? 0 : 1;
} finally {
  await rm(root, { recursive: true });
}
