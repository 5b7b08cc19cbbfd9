/** Says what a part of the form carries along without showing a control for it. */
export function KeptNote({ facts }: { facts: readonly string[] }) {
  if (facts.length === 0) return null;
  return (
    <p className="min-w-0 flex-1 text-small break-words text-faint">
      Kept as it is: {facts.join(" · ")}. The JSON has it.
    </p>
  );
}
