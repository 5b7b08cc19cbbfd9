"use client";

import { FailedPart } from "#components/failed-part.tsx";

/** The page has failed; rail and operations are still there. */
export default function PageFailed({ error }: { error: Error }) {
  return (
    <main className="flex min-h-0 flex-col overflow-y-auto [grid-area:main]">
      <FailedPart error={error} />
    </main>
  );
}
