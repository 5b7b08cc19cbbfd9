/** A moment for names, by this browser's clock: `20260131-0907`. */
export function stampOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("");
  return `${day}-${two(date.getHours())}${two(date.getMinutes())}`;
}
