"use client";

import { useT } from "#lib/messages/messages-provider.tsx";
import { shellQuoted } from "#lib/shell-quote.ts";
import { TextBlock } from "./text-block.tsx";

/** The same, asked without this page. */
export interface AskedOtherwise {
  /** Arguments of `gantry`; undefined when the command line cannot say it. */
  readonly command: readonly string[] | undefined;
  readonly procedure: string;
  /** What the procedure is sent. */
  readonly input: unknown;
}

/** What a dialog would do, as a command and as JSON. */
export function OtherWays({ command, procedure, input }: AskedOtherwise) {
  const t = useT();
  const json = JSON.stringify(input, null, 2);
  return (
    <details className="min-w-0">
      <summary className="text-small text-dim">{t("As command and as JSON")}</summary>
      <div className="mt-2 flex min-w-0 flex-col gap-2">
        {command === undefined ? (
          <p className="text-small text-dim">{t("The command line has no words for this; the API has.")}</p>
        ) : (
          <TextBlock label={t("Command")} text={["gantry", ...command.map(shellQuoted)].join(" ")} />
        )}
        <TextBlock label={`POST /trpc/${procedure}`} text={json} />
      </div>
    </details>
  );
}
