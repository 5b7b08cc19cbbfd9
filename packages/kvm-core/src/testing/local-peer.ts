import { Duplex } from "node:stream";
import type { Hypervisor } from "../hypervisor/hypervisor.ts";
import { GantryError } from "../model/error.ts";
import type {
  ArrivalReply,
  CheckReply,
  CommitReply,
  CommitRequest,
  MigrationPeer,
  PastPart,
  PrepareReply,
  PrepareRequest,
  ProbeReply,
  RejoinReply,
  StandsReply,
} from "../model/migration-peer.ts";

/** Another host of the same test as a migration target. Can be made to fail at one call, as a broken link would. */
export class LocalPeer implements MigrationPeer<Duplex> {
  readonly host: string;
  readonly #target: () => Hypervisor;
  #source = "";
  #handed: unknown;
  /** Calls named here fail with `host_unreachable` before they reach the target. */
  readonly broken = new Set<keyof MigrationPeer<Duplex>>();
  /** The source's end of the stream that was opened last, for tests that cut it. */
  stream: Duplex | undefined;
  /** Every piece that is sent to the target goes through it: it may be late, or be cut. */
  onTheWay: (piece: Buffer) => Promise<Buffer> = (piece) => Promise.resolve(piece);
  /** What its link is said to carry, in bytes a second. */
  linkBytesPerSecond = 1e9;
  /** Runs before a hand-over reaches the target. */
  beforeCommit: () => Promise<void> = () => Promise.resolve();
  /** Runs before a part of a console's past reaches the target. */
  beforePast: (part: PastPart) => Promise<void> = () => Promise.resolve();

  constructor(target: () => Hypervisor) {
    this.#target = target;
    this.host = target().host;
  }

  async check(request: PrepareRequest): Promise<CheckReply> {
    this.#assertReachable("check");
    return await this.#target().incoming.check(throughJson(request));
  }

  async measureLink(): Promise<number> {
    this.#assertReachable("measureLink");
    return await Promise.resolve(this.linkBytesPerSecond);
  }

  async prepare(request: PrepareRequest): Promise<PrepareReply> {
    this.#assertReachable("prepare");
    this.#source = request.source;
    return await this.#target().incoming.prepare(throughJson(request));
  }

  async openStream(ticket: string): Promise<Duplex> {
    this.#assertReachable("openStream");
    const join = this.#target().incoming.redeem(ticket, this.#source);
    if (join === undefined) throw new Error("The ticket is good for nothing.");
    const [near, far] = duplexPair((piece) => this.onTheWay(piece));
    this.stream = near;
    await join(far);
    return near;
  }

  async probe(migrationId: string): Promise<ProbeReply> {
    this.#assertReachable("probe");
    return await this.#target().incoming.probe(migrationId);
  }

  async commit(request: CommitRequest): Promise<CommitReply> {
    await this.beforeCommit();
    this.#assertReachable("commit");
    this.#handed = throughJson(request);
    return await this.#target().incoming.commit(this.#handed);
  }

  /** Hands over once more what was handed over last, as a source whose answer was lost. */
  async again(): Promise<CommitReply> {
    return await this.#target().incoming.commit(this.#handed);
  }

  async bringPast(part: PastPart): Promise<void> {
    await this.beforePast(part);
    this.#assertReachable("bringPast");
    await this.#target().incoming.takePast(throughJson(part), this.#source);
  }

  async arrival(migrationId: string): Promise<ArrivalReply> {
    this.#assertReachable("arrival");
    return await this.#target().incoming.arrival(migrationId, this.#source);
  }

  async abort(migrationId: string): Promise<void> {
    this.#assertReachable("abort");
    await this.#target().incoming.abort(migrationId);
  }

  async rejoin(migrationId: string): Promise<RejoinReply> {
    this.#assertReachable("rejoin");
    return await this.#target().incoming.halves.rejoin(migrationId, this.#source);
  }

  async endRest(migrationId: string): Promise<void> {
    this.#assertReachable("endRest");
    await this.#target().incoming.halves.endRest(migrationId, this.#source);
  }

  async letGo(migrationId: string): Promise<void> {
    this.#assertReachable("letGo");
    await this.#target().incoming.letGo(migrationId, this.#source);
  }

  async stands(migrationId: string, uuid: string): Promise<StandsReply> {
    this.#assertReachable("stands");
    return await this.#target().incoming.stands({ migrationId, uuid });
  }

  #assertReachable(call: keyof MigrationPeer<Duplex>): void {
    if (!this.broken.has(call)) return;
    throw new GantryError("host_unreachable", {
      message: `${this.host} does not answer.`,
      hint: "Mend the link.",
    });
  }
}

function throughJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Two ends of one stream in memory: what is written to one is read from the other, as `onTheWay` lets it through to the far one. */
function duplexPair(onTheWay: (piece: Buffer) => Promise<Buffer>): [Duplex, Duplex] {
  const ends: Duplex[] = [];
  const make = (
    other: () => Duplex | undefined,
    through: (piece: Buffer) => Promise<Buffer> = (piece) => Promise.resolve(piece),
  ): Duplex =>
    new Duplex({
      read: () => undefined,
      write(chunk: Buffer, _encoding, done) {
        const deliver = async () => {
          const piece = await through(chunk);
          if (other()?.destroyed === false) other()?.push(piece);
          done();
        };
        void deliver();
      },
      final(done) {
        other()?.push(null);
        done();
      },
      destroy(error, done) {
        if (other()?.destroyed === false) other()?.destroy();
        done(error);
      },
    });
  const near = make(() => ends[1], onTheWay);
  const far = make(() => ends[0]);
  ends.push(near, far);
  return [near, far];
}
