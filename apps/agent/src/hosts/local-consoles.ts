import type { Hypervisor } from "@gantry/kvm-core";
import type {
  ConsoleBoot,
  ConsoleLogPage,
  consoleLogInput,
  consoleSearchInput,
  consoleSearchSchema,
} from "@gantry/kvm-core/model";
import { readConsolePage, searchConsole } from "@gantry/kvm-core/serial";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";
import type { HostConsoles, PortReference } from "./host-consoles.ts";

/** What the consoles of this machine's instances remember. */
export class LocalConsoles implements HostConsoles {
  readonly #driver: Hypervisor;
  /** Searches wait for each other: however many are wanted, the others on this host get half of the time. */
  #lastSearch: Promise<unknown> = Promise.resolve();

  constructor(driver: Hypervisor) {
    this.#driver = driver;
  }

  async boots(_: Caller, { instance, port }: PortReference): Promise<ConsoleBoot[]> {
    const console = this.#driver.console(instance, port);
    await console.settle();
    return [...console.boots];
  }

  async log(_: Caller, input: z.output<typeof consoleLogInput>): Promise<ConsoleLogPage> {
    const console = this.#driver.console(input.instance, input.port);
    const { bytes, ...page } = await readConsolePage(console, input);
    const arrivals = await console.arrivals(page.from, page.from + bytes.length);
    return { ...page, data: Buffer.from(bytes).toString("base64"), arrivals: [...arrivals] };
  }

  async search(
    _: Caller,
    input: z.output<typeof consoleSearchInput>,
    signal?: AbortSignal,
  ): Promise<z.output<typeof consoleSearchSchema>> {
    const console = this.#driver.console(input.instance, input.port);
    const search = this.#lastSearch.then(() => searchConsole(console, input, signal));
    this.#lastSearch = search.catch(() => undefined);
    return await search;
  }

  async clear(_: Caller, { instance, port }: PortReference): Promise<void> {
    await this.#driver.console(instance, port).clear();
  }
}
