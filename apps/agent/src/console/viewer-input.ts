import type { UpControl } from "@gantry/kvm-core/model";
import type { ConsolePort } from "./console-port.ts";
import type { ConsoleRoom, RoomMember } from "./console-room.ts";
import type { ConsoleWish } from "./leg.ts";
import { UpAllowance } from "./up-allowance.ts";
import { parseUpControl } from "./up-frame.ts";
import type { UpFrame, ViewerSocket } from "./viewer-socket.ts";

/** What a viewer can have done to the guest beside typing, and who hears of it. */
export interface InputServices {
  /** Sends a serial BREAK to the guest. False when that was not possible. */
  sendBreak(wish: ConsoleWish): Promise<boolean>;
  /** Presses Ctrl-Alt-Del on the guest's graphic keyboard. */
  pressCtrlAltDel(wish: ConsoleWish): Promise<void>;
  /** Somebody took the seat from somebody else. */
  tookOver(wish: ConsoleWish): void;
  /** The guest was given these keystrokes. */
  typed(wish: ConsoleWish, keys: Uint8Array): void;
}

/** Whom the frames come from, and where they go. */
export interface InputPlace {
  readonly wish: ConsoleWish;
  readonly port: Pick<ConsolePort, "write">;
  readonly viewer: Pick<ViewerSocket, "putBack" | "deliver">;
  readonly room: ConsoleRoom;
  readonly member: RoomMember;
  /** A guest on its way takes nothing here; it is typed where it arrives, or here if it stays. */
  isLeaving(): boolean;
  acknowledged(seq: number): void;
}

/** Takes what a viewer sends, in order, as fast as anybody could mean it. */
export class ViewerInput {
  readonly #services: InputServices;
  readonly #place: InputPlace;
  readonly #allowance = new UpAllowance();
  #lastKeyAt = Number.NEGATIVE_INFINITY;

  constructor(services: InputServices, place: InputPlace) {
    this.#services = services;
    this.#place = place;
  }

  /** When the viewer typed last, by `performance.now()`. */
  get lastKeyAt(): number {
    return this.#lastKeyAt;
  }

  /** @returns false when the frame is not in the protocol. */
  take(frame: UpFrame): boolean {
    const control = frame.isBinary ? undefined : parseUpControl(frame);
    if (!frame.isBinary && control === undefined) return false;
    const { room } = this.#place;
    if (room.acting !== undefined && control?.type !== "ack") this.#later(frame, room.acting);
    else {
      const waitMs = this.#allowance.pay(control === undefined ? "keys" : kindOf(control));
      if (waitMs > 0) this.#later(frame, new Promise((resolve) => setTimeout(resolve, waitMs)));
      else if (control === undefined) this.#type(frame);
      else this.#obey(control);
    }
    return true;
  }

  #type(frame: UpFrame): void {
    const { wish, port, viewer, room, member } = this.#place;
    this.#lastKeyAt = performance.now();
    if (!room.mayType(member)) return;
    if (port.write(frame.data)) this.#services.typed(wish, frame.data);
    else if (this.#place.isLeaving()) viewer.putBack(frame);
  }

  #obey(control: UpControl): void {
    const { wish, room, member } = this.#place;
    switch (control.type) {
      case "ack":
        this.#place.acknowledged(control.seq);
        break;
      case "size":
        room.resize(member, { cols: control.cols, rows: control.rows });
        break;
      case "seat":
        if (room.changeSeat(member, control.action)) this.#services.tookOver(wish);
        break;
      case "break":
        this.#act(async () => void (await this.#services.sendBreak(wish)));
        break;
      case "sysrq":
        this.#act(() => this.#sysrq(control.key));
        break;
      case "ctrl-alt-del":
        this.#act(() => this.#services.pressCtrlAltDel(wish));
        break;
    }
  }

  /** What the guest takes for a command to its kernel: a letter that follows a BREAK. */
  async #sysrq(key: string): Promise<void> {
    const { wish, port } = this.#place;
    const letter = Buffer.from(key);
    if ((await this.#services.sendBreak(wish)) && port.write(letter)) this.#services.typed(wish, letter);
  }

  #act(work: () => Promise<void>): void {
    const { room, member } = this.#place;
    if (room.mayType(member)) room.act(work);
  }

  /** Keeps the frame, and all that follow it, in the viewer's own socket. */
  #later(frame: UpFrame, when: Promise<void>): void {
    const { viewer } = this.#place;
    viewer.putBack(frame);
    void when.then(() => viewer.deliver());
  }
}

function kindOf(control: UpControl): "ack" | "other" {
  return control.type === "ack" ? "ack" : "other";
}
