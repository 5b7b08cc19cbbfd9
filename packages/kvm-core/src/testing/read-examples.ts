import { readFile } from "node:fs/promises";

/** The code of a document as one program, and what the document says that it prints. */
export interface Examples {
  readonly program: string;
  readonly output: string;
}

/** Takes every block of TypeScript and of plain text from a Markdown file, in their order. */
export async function readExamples(path: string): Promise<Examples> {
  const text = await readFile(path, "utf8");
  const blocks = (language: string) =>
    [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(
      ([, block = ""]) => block,
    );
  return { program: blocks("ts").join("\n"), output: blocks("text").join("") };
}
