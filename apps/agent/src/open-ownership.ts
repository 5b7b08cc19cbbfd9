import { join } from "node:path";
import { type Finding, GantryError, type OwnershipStore } from "@gantry/kvm-core/model";
import {
  type EtcdAddress,
  EtcdClient,
  EtcdOwnershipStore,
  type HostEntry,
  Presence,
  type Store,
} from "@gantry/store";
import type { Logger } from "pino";
import { readOrMakeSecret } from "./auth/secret-file.ts";
import type { Settings } from "./settings.ts";
import { version } from "./version.ts";

/** No instance has it. */
const nobody = "00000000-0000-4000-8000-000000000000";

/** Where this host's ownership records are. Disposing it takes the host's announcement back. */
export interface Ownership extends AsyncDisposable {
  readonly store: OwnershipStore;
  /** What the doctor has to say of it. @param hosts the names of all hosts that should share it. */
  examine(hosts: readonly string[]): Promise<Finding[]>;
  /**
   * Announces this host to those that share the store.
   *
   * @param onBack called each time the store answers: first, and after it was lost.
   */
  start(onBack: () => void): void;
}

interface Order {
  readonly settings: Settings;
  /** What this host has of its own. */
  readonly own: Store;
  readonly log: Logger;
}

/**
 * Opens the store that the settings name. One that does not answer is no fault here: guests run on, the agent shows them,
 * and whatever needs the store says so.
 *
 * @throws GantryError `invalid_input` when a file that GANTRY_STORE names cannot be read.
 */
export async function openOwnership(order: Order): Promise<Ownership> {
  const { settings, own } = order;
  if (settings.store === "sqlite") {
    return {
      store: own.ownership,
      examine: async () => [],
      start: () => undefined,
      [Symbol.asyncDispose]: async () => undefined,
    };
  }
  return await openShared(order, settings.store);
}

async function openShared({ settings, own, log }: Order, address: EtcdAddress): Promise<Ownership> {
  await using scope = new AsyncDisposableStack();
  const client = scope.use(new EtcdClient(address));
  const store = new EtcdOwnershipStore(client);
  // Not the host's name: two hosts of one name are to be told apart.
  const agent = (await readOrMakeSecret(join(settings.stateDir, "agent.id"))).slice(0, 20);
  const since = new Date().toISOString();
  const presence = new Presence(client, { host: settings.hostName, agent, version, since });
  const bringAlong = async () => {
    await moveIn(store, { own, host: settings.hostName }).catch((error: unknown) => {
      log.warn({ error: GantryError.from(error).message }, "the shared store cannot be used at present");
    });
  };
  await bringAlong();
  const running = scope.move();
  return {
    store,
    examine: (hosts) => examine({ hosts, address, store, presence }),
    start(onBack) {
      const enough = new AbortController();
      const done = presence.run(enough.signal, () => void bringAlong().then(onBack));
      running.defer(async () => {
        enough.abort();
        await done;
      });
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** A host that had its records to itself takes them along, once. Those of a migration stay until it has ended. */
async function moveIn(
  store: OwnershipStore,
  { own, host }: { readonly own: Store; readonly host: string },
): Promise<void> {
  for (const { record, revision } of own.ownership.settledOf(host)) {
    // Where the shared store has one already, that one counts.
    await store.compareAndSwap(record, undefined);
    await own.ownership.remove(record.uuid, revision);
  }
}

async function examine({
  hosts,
  address,
  store,
  presence,
}: {
  readonly hosts: readonly string[];
  readonly address: EtcdAddress;
  readonly store: OwnershipStore;
  readonly presence: Presence;
}): Promise<Finding[]> {
  const where = address.endpoints.map(({ host, port }) => `${host}:${port}`).join(", ");
  try {
    await store.read(nobody);
  } catch (error) {
    const { code, message, hint } = GantryError.from(error);
    return [{ code, level: "fail", message: `${message} It is etcd at ${where}.`, fix: hint }];
  }
  const { namesake, present } = presence;
  const names = present.map(({ host }) => host).toSorted();
  const absent = hosts.filter((name) => !names.includes(name));
  return [
    {
      code: "store",
      level: "ok",
      message: `The store answers: etcd at ${where}; announced there: ${names.join(", ") || "nobody"}.`,
    },
    ...(namesake === undefined ? [] : [nameTaken(namesake)]),
    ...absent.map(hostAbsent),
  ];
}

function nameTaken({ host, since }: HostEntry): Finding {
  return {
    code: "host_name_taken",
    level: "fail",
    message: `Another agent that shares this store is named ${host} too, since ${since}.`,
    fix: "Give each host a name of its own (GANTRY_HOST_NAME); instances belong to hosts by name.",
  };
}

function hostAbsent(name: string): Finding {
  return {
    code: "host_absent",
    level: "warn",
    message: `The agent of ${name} is not announced in the store.`,
    fix: `Start it there, and see that its GANTRY_STORE names the same cluster as here.`,
  };
}
