import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { Failure } from "./failure.mjs";
import { root } from "./places.mjs";

const usage = `npm start -- [--hosts 1|2] [--port 7400] [--state DIR] [--json] [--yes]

  --hosts   how many hosts to play (2)
  --port    port of the first host; the second has the next one (7400)
  --state   where everything is kept (.gantry in this directory)
  --json    print one JSON line when ready, and nothing else, on standard output
  --yes     install what is missing without asking`;

/**
 * What `npm start` was told. Relative paths begin where the person stands: npm itself goes to the checkout.
 *
 * @param {readonly string[]} argv
 */
export function startOptions(argv) {
  const values = parse(argv);
  const hosts = values.hosts ?? "2";
  const port = Number(values.port ?? "7400");
  if (values.help) throw new Failure(usage);
  if (hosts !== "1" && hosts !== "2") throw new Failure("--hosts is 1 or 2.", { hint: usage });
  if (!Number.isInteger(port) || port < 1 || port > 65_534)
    throw new Failure("--port is 1 to 65534.", { hint: usage });
  return {
    hosts,
    port,
    state: values.state ? resolve(process.env.INIT_CWD ?? process.cwd(), values.state) : `${root}/.gantry`,
    json: values.json ?? false,
    yes: values.yes ?? false,
  };
}

function parse(argv) {
  try {
    return parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: false,
      options: {
        hosts: { type: "string" },
        port: { type: "string" },
        state: { type: "string" },
        json: { type: "boolean" },
        yes: { type: "boolean", short: "y" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new Failure(error.message, { hint: usage });
  }
}
