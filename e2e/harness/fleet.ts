import type { AgentApi } from "./agent-api.ts";

const atOnce = 8;

/** Many instances that are never started: each costs the host a small file and no process. */
export class Fleet implements AsyncDisposable {
  readonly #api: AgentApi;
  readonly names: readonly string[];

  private constructor(api: AgentApi, names: readonly string[]) {
    this.#api = api;
    this.names = names;
  }

  /** `fleet-0001`, `fleet-0002`, … on the host of the API. */
  static async create(api: AgentApi, size: number): Promise<Fleet> {
    const names = Array.from({ length: size }, (_, index) => `fleet-${String(index + 1).padStart(4, "0")}`);
    const fleet = new Fleet(api, names);
    await fleet.#each((name) => api.run("instances.create", { spec: { name, memoryMiB: 16 } }));
    return fleet;
  }

  /** Changes each of `names` so that everybody who watches is told. */
  async change(names: readonly string[], cpus: number): Promise<void> {
    await this.#each(async (name) => {
      await this.#api.mutate("instances.update", { instance: name, spec: { name, memoryMiB: 16, cpus } });
    }, names);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#each((name) => this.#api.run("instances.delete", { instance: name }));
  }

  async #each(act: (name: string) => Promise<unknown>, names = this.names): Promise<void> {
    const waiting = names.values();
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (const name of waiting) await act(name);
      }),
    );
  }
}
