import { type DownControl, downControlSchema } from "@gantry/kvm-core/model";

/** A text frame of the agent; undefined for what is not in the protocol (a newer agent may say more). */
export function parseControl(text: string): DownControl | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = downControlSchema.safeParse(json);
  return parsed.success ? parsed.data : undefined;
}
