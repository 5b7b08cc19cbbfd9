const line = /^[0-9A-F]{4}\r$/;

/** The numbers of the counter guest, with what is between them that is none. The last line may not be whole yet. */
function numbersOf(console: string): (number | string)[] {
  const [, counted] = console.split("READY\r\n", 2);
  return (counted ?? "")
    .split("\n")
    .slice(0, -1)
    .map((text) => (line.test(text) ? Number.parseInt(text, 16) : text));
}

/** What a console has lost, doubled or spoilt. Each number is one more than the one before it. */
export function consoleFaults(console: string): string[] {
  const numbers = numbersOf(console);
  return numbers.flatMap((number, index) => {
    if (typeof number === "string") return [`the console has ${JSON.stringify(number)} in it`];
    const before = numbers[index - 1];
    if (typeof before !== "number" || number === ((before + 1) & 0xffff)) return [];
    return [`the console goes from ${before} to ${number}`];
  });
}

/** The last number that the guest printed. */
export function lastNumber(console: string): number | undefined {
  return numbersOf(console).findLast((number) => typeof number === "number");
}
