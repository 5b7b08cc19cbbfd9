import type { AgentClient } from "#lib/agent-client.ts";

/** All text of an ended recording, as an asciicast v2 file. */
export async function recordingText(
  client: AgentClient,
  { instance, id }: { readonly instance: string; readonly id: string },
  signal?: AbortSignal,
): Promise<string> {
  const parts: string[] = [];
  for (let offset: number | undefined = 0; offset !== undefined; ) {
    const page: { text: string; next?: number | undefined } = await client.console.recording.query(
      { instance, id, offset },
      signal === undefined ? {} : { signal },
    );
    parts.push(page.text);
    offset = page.next;
  }
  return parts.join("");
}
