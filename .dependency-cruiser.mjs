// The arrows of ARCHITECTURE.md. Every rule has an import that must break it in scripts/check/layer-rules-fire.mjs.

const core = "^packages/kvm-core/src";
const agent = "^apps/agent/src";
const web = "^apps/web/src";
const rooms = "host|state-dir|command-line|network|process|qmp|serial|storage|guest-agent|cloud-init|figures";
// Tests may look into any room: they set up what they check.
const tests = "\\.test\\.tsx?$|/testing/";

const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    forbid(
      "no-cycle",
      "A file never runs itself over a detour. Types may point both ways, and a late import is not a detour.",
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only", "dynamic-import"] } },
    ),
    forbid(
      "no-unresolvable",
      "Every import leads somewhere; a package is entered by its exports only.",
      {},
      { couldNotResolve: true },
    ),
    forbid(
      "workspaces-by-name",
      "Another workspace is imported by its name, never by a relative path.",
      { path: "^(apps|packages)/([^/]+)/" },
      { path: "^(apps|packages|e2e)/", pathNot: "^$1/$2/", dependencyTypes: ["local"] },
    ),
    forbid(
      "packages-below-apps",
      "A package never imports an app.",
      { path: "^packages/" },
      { path: "^(apps|e2e)/" },
    ),
    forbid(
      "model-is-pure",
      "The model is shared with the browser: nothing of Node, nothing of the driver, only zod.",
      { path: `${core}/model/`, pathNot: tests },
      { pathNot: `${core}/model/|node_modules/.*zod/` },
    ),
    forbid(
      "command-line-is-pure",
      "Spec and facts in, argv out: no file, no process, no clock.",
      { path: `${core}/command-line/`, pathNot: tests },
      { dependencyTypes: ["core"] },
    ),
    forbid(
      "rooms-are-siblings",
      "The rooms know the model and themselves, never each other nor those above.",
      { path: `${core}/(${rooms})/`, pathNot: tests },
      { path: `${core}/`, pathNot: `${core}/(model|$1)/` },
    ),
    forbid(
      "instance-uses-rooms",
      "The verbs compose the rooms; they know nothing of sagas and migrations.",
      { path: `${core}/instance/`, pathNot: tests },
      { path: `${core}/`, pathNot: `${core}/(model|instance|${rooms})/` },
    ),
    forbid(
      "images-above-instance",
      "The library of images uses rooms, and says what disks a new instance needs; it knows nothing of migrations.",
      { path: `${core}/images/`, pathNot: tests },
      { path: `${core}/`, pathNot: `${core}/(model|instance|images|${rooms})/` },
    ),
    forbid(
      "saga-stands-alone",
      "Steps and undo are about nothing in particular.",
      { path: `${core}/saga/`, pathNot: tests },
      { path: `${core}/`, pathNot: `${core}/(model|saga)/` },
    ),
    forbid(
      "migration-below-hypervisor",
      "A migration composes verbs, rooms and the steps of a saga; it knows nothing above itself.",
      { path: `${core}/migration/`, pathNot: tests },
      { path: `${core}/`, pathNot: `${core}/(model|instance|saga|migration|${rooms})/` },
    ),
    forbid(
      "core-imports-no-workspace",
      "The driver is a library others can use alone.",
      { path: `${core}/`, pathNot: tests },
      { path: "^(apps|packages|e2e)/", pathNot: `${core}/` },
    ),
    forbid(
      "store-knows-the-model",
      "Ownership and wanted state are words of the model.",
      { path: "^packages/store/src/", pathNot: tests },
      { path: "^(apps|packages)/", pathNot: "^packages/store/src/|^packages/kvm-core/src/model/" },
    ),
    forbid(
      "demo-guest-stands-alone",
      "The guests are built from nothing of ours, so that every test may use them.",
      { path: "^packages/demo-guest/src/", pathNot: tests },
      { path: "^(apps|packages)/", pathNot: "^packages/demo-guest/src/" },
    ),
    forbid(
      "campaign-is-a-witness",
      "What judges the product uses its words and the guests, nothing that it judges.",
      { path: "^packages/campaign/src/", pathNot: tests },
      {
        path: "^(apps|packages)/",
        pathNot: `^packages/campaign/src/|^packages/demo-guest/src/|${core}/model/`,
      },
    ),
    forbid(
      "procedures-without-console",
      "Guest bytes never travel through tRPC.",
      { path: `${agent}/procedures/`, pathNot: tests },
      { path: `${agent}/(console|ui)/` },
    ),
    forbid(
      "console-without-procedures",
      "The console knows the serial port, the model and who may look.",
      { path: `${agent}/console/`, pathNot: tests },
      { path: `${agent}/(procedures|ui|operations)/|^packages/`, pathNot: `${core}/(serial|model)/` },
    ),
    forbid(
      "server-sees-all",
      "Only main and the tests may import the server; nobody imports main.",
      { path: "^apps/agent/src/", pathNot: `${tests}|${agent}/main\\.ts$` },
      { path: `${agent}/(main|server)\\.ts$` },
    ),
    forbid(
      "features-apart",
      "A feature never imports another feature.",
      { path: `${web}/features/([^/]+)/`, pathNot: tests },
      { path: `${web}/(features|app)/`, pathNot: `${web}/features/$1/` },
    ),
    forbid(
      "components-below-features",
      "Shared pieces and the library know no screen.",
      { path: `${web}/(components|lib)/`, pathNot: tests },
      { path: `${web}/(app|features)/` },
    ),
    forbid(
      "lib-below-components",
      "The library draws nothing.",
      { path: `${web}/lib/`, pathNot: tests },
      { path: `${web}/components/` },
    ),
    forbid(
      "web-has-no-authority",
      "Of the driver the browser gets the model; of the agent it gets types.",
      { path: "^apps/web/", pathNot: tests },
      { path: "^(apps|packages)/", pathNot: `^apps/web/|${core}/model/|${agent}/router\\.ts$` },
    ),
    forbid(
      "web-knows-router-by-type",
      "`import type { AgentRouter }`, nothing that would be bundled.",
      { path: "^apps/web/" },
      { path: "^apps/agent/", dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "router-type-in-lib",
      "Only the agent client knows the router's type.",
      { path: "^apps/web/", pathNot: `${web}/lib/` },
      { path: "^apps/agent/" },
    ),
    forbid(
      "e2e-is-outside",
      "The end-to-end tests are users: they import nothing of ours.",
      { path: "^e2e/" },
      { path: "^(apps|packages|scripts)/" },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    preserveSymlinks: false,
    combinedDependencies: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|out|\\.next|coverage|test-results|playwright-report)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types", "default"],
      extensions: [".ts", ".tsx", ".d.ts", ".mjs", ".js", ".json", ".css"],
      mainFields: ["module", "main", "types"],
    },
  },
};
