import { useT } from "#lib/messages/messages-provider.tsx";

/** Says what a part of the form carries along without showing a control for it. */
export function KeptNote({ facts }: { facts: readonly string[] }) {
  const t = useT();
  if (facts.length === 0) return null;
  return (
    <p className="min-w-0 text-small max-sm:order-first max-sm:w-full sm:flex-1 break-words text-faint">
      {t("Kept as it is: {facts}. The JSON has it.", { facts: facts.join(" · ") })}
    </p>
  );
}
