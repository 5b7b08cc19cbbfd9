// `pnpm --filter @gantry/web messages`: brings the catalogues in line with the source, and says what waits for a translator.
import { sources, translated, updateCatalogue } from "./catalogue-files.ts";
import { sourceMessages } from "./source-messages.ts";

const { messages } = await sourceMessages(sources);
for (const language of translated) {
  const waiting = await updateCatalogue(language, messages);
  console.log(
    `${language}: ${waiting.length} of ${new Set(messages.map(({ key }) => key)).size} messages wait`,
  );
  for (const key of waiting) console.log(`  ${key}`);
}
