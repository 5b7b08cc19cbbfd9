import { spawnSync } from "node:child_process";
import type { ReadStream } from "node:tty";

/**
 * Every key as it is pressed, and every byte shown as it is. Node's raw mode (libuv 1.51) still turns each line feed into
 * a carriage return and a line feed, which tears full-screen programs apart; stty, of coreutils, ends that.
 */
export function takeKeys(keys: ReadStream): void {
  keys.setRawMode(true);
  spawnSync("stty", ["-opost"], { stdio: ["inherit", "ignore", "ignore"] });
}

/** The terminal's settings as they were before {@link takeKeys}, all of them. */
export function giveKeysBack(keys: ReadStream): void {
  keys.setRawMode(false);
}
