interface SelectBoxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onToggle: () => void;
}

/** The tick box of a row; all of its cell takes the press. */
export function SelectBox({ label, checked, onToggle }: SelectBoxProps) {
  return (
    <label className="flex h-8 w-8 items-center justify-center">
      <input
        type="checkbox"
        aria-label={label}
        checked={checked}
        onChange={onToggle}
        className="size-3.5 accent-accent"
      />
    </label>
  );
}
