import type { Hypervisor } from "@gantry/kvm-core";
import type { Operations } from "../operations/operations.ts";
import { consoleSamples, SkippedBytes } from "./console-metrics.ts";
import { renderExposition } from "./exposition.ts";
import { hostSamples } from "./host-samples.ts";
import { instanceSamples } from "./instance-samples.ts";
import { OperationMetrics } from "./operation-metrics.ts";

/** What is told of. */
export interface MetricsServices {
  readonly driver: Hypervisor;
  readonly operations: Operations;
  readonly version: string;
  /** How many look at the consoles of an instance of this host, by its uuid. */
  readonly viewersOf: (instance: string) => number;
}

/** What `GET /metrics` tells: this host and its own instances. Everything is read when it is asked for. */
export class Metrics implements Disposable {
  /** To be told what viewers of consoles were too slow for. */
  readonly skipped = new SkippedBytes();
  readonly #services: MetricsServices;
  readonly #operations = new OperationMetrics();
  readonly #following: Disposable;
  #underWay: Promise<string> | undefined;

  constructor(services: MetricsServices) {
    this.#services = services;
    this.#following = services.operations.onChange((operation) => this.#operations.note(operation));
  }

  /** The text of now. Those who ask at the same time get the same answer, so that QEMU is asked once. */
  text(): Promise<string> {
    this.#underWay ??= this.#read().finally(() => (this.#underWay = undefined));
    return this.#underWay;
  }

  [Symbol.dispose](): void {
    this.#following[Symbol.dispose]();
  }

  async #read(): Promise<string> {
    const { driver, version, viewersOf } = this.#services;
    const [figures, counters] = await Promise.all([driver.figures(), driver.hostCounters()]);
    const instances = driver.list();
    return renderExposition({
      gantry_up: [{ value: 1 }],
      gantry_build_info: [{ labels: { version, host: driver.host }, value: 1 }],
      ...instanceSamples(instances, figures),
      ...this.#operations.samples(),
      ...consoleSamples(instances, { viewersOf, skipped: this.skipped }),
      ...hostSamples(counters),
    });
  }
}
