"use client";

import { useT } from "#lib/messages/messages-provider.tsx";
import { Button } from "./ui/button.tsx";

/** What stands where a part of the UI has failed. After an update of the agent the files of the older page are gone. */
export function FailedPart({ error }: { error: Error }) {
  const t = useT();
  const isOutdated =
    error.name === "ChunkLoadError" || /load chunk|dynamically imported/i.test(error.message);
  return (
    <div role="alert" className="flex flex-1 flex-col items-center justify-center gap-3 p-8 text-center">
      <p className="font-medium">
        {isOutdated ? t("A part of this page could not be fetched") : t("This page has failed")}
      </p>
      <p className="max-w-[52ch] text-dim">
        {isOutdated
          ? t("The agent does not answer, or has been updated since this page was opened. Guests run on.")
          : t(
              "Guests and consoles are not affected. If it fails again after a reload it is a fault in Gantry.",
            )}
      </p>
      <Button onClick={() => window.location.reload()}>{t("Reload")}</Button>
    </div>
  );
}
