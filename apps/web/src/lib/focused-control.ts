/** The control that has the focus; of a menu, which is about to close, the button that opened it. */
export function focusedControl(): HTMLElement | undefined {
  const { activeElement } = document;
  const label = activeElement?.closest("[role=menu]")?.getAttribute("aria-labelledby");
  const control = label == null ? activeElement : document.getElementById(label);
  return control instanceof HTMLElement ? control : undefined;
}
