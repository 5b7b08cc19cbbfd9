import { createElement, Fragment, type ReactNode } from "react";

/** One message in another language: a sentence, or its forms by the plural rules of that language. */
type Translation = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;

/** The messages of a language by their English text; those of a count by both English forms, `{n} host | {n} hosts`. */
export type Catalogue = Readonly<Record<string, Translation>>;

/** A text that is named in a table and said later, by `t.of`. */
export interface Message {
  readonly text: string;
}

/** What can stand in a sentence. */
type Plain = string | number;

/** The names in braces of a text. */
type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

/** A value for each name. A text without names takes none. */
type Values<Text extends string, Value> = [Names<Text>] extends [never]
  ? []
  : [values: { readonly [Name in Names<Text>]: Value }];

/** Only text that is written in the source is in a catalogue; a computed string is refused. */
type Written<Text extends string> = string extends Text ? never : unknown;

/** Says the product's words in the chosen language. What a catalogue does not have is said in English. */
export interface Translate {
  /** `t("Migrate {name}", { name })`. What follows ` // ` is a note that tells like words apart, and is not shown. */
  <Text extends string>(text: Text & Written<Text>, ...values: Values<Text, Plain>): string;
  /** A message of a table. */
  readonly of: (message: Message, values?: Given<Plain>) => string;
  /** One of two forms by `n`, which may stand in them: `t.many(n, "{n} host", "{n} hosts")`. */
  readonly many: <One extends string, Other extends string>(
    n: number,
    one: One & Written<One>,
    other: Other & Written<Other>,
    ...values: Values<ExcludeN<One | Other>, Plain>
  ) => string;
  /** A sentence with elements in it. */
  readonly rich: <Text extends string>(
    text: Text & Written<Text>,
    ...values: Values<Text, ReactNode>
  ) => ReactNode;
  /** A number with at most two digits behind the point, as the language writes it, without grouping. */
  readonly number: (value: number) => string;
  /** For dates and times: a tag of BCP 47. */
  readonly locale: string;
}

/** `{n}` is given by the count itself. */
type ExcludeN<Text extends string> = Text extends `${infer Before}{n}${infer After}`
  ? `${Before}${ExcludeN<After>}`
  : Text;

/** Names a text for a catalogue without saying it yet. */
export function msg(text: string): Message {
  return { text };
}

/** The words of one language. Without a catalogue they are the English ones of the source. */
export function translator(locale: string, catalogue: Catalogue = {}): Translate {
  const plurals = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 2, useGrouping: false });
  const find = (text: string) => {
    const found = Object.hasOwn(catalogue, text) ? catalogue[text] : undefined;
    return typeof found === "string" ? found : withoutNote(text);
  };
  const say = (text: string, values: Given<Plain> = {}) => fill(find(text), values).join("");
  return Object.assign(say, {
    of: ({ text }: Message, values: Given<Plain> = {}) => fill(find(text), values).join(""),
    many(n: number, one: string, other: string, values: Given<Plain> = {}) {
      const key = `${one} | ${other}`;
      const form = plurals.select(n);
      const found = Object.hasOwn(catalogue, key) ? catalogue[key] : undefined;
      const text = typeof found === "object" ? (found[form] ?? found.other) : undefined;
      return fill(text ?? withoutNote(n === 1 ? one : other), { ...values, n }).join("");
    },
    rich: (text: string, values: Given<ReactNode> = {}) =>
      fill(find(text), values).map((part, index) => createElement(Fragment, { key: index }, part)),
    number: (value: number) => numbers.format(value),
    locale,
  });
}

/** The words of the source as they are. */
export const english = translator("en-GB");

type Given<Value> = Readonly<Record<string, Value>>;

/** The text in parts, with the values in the places of their names. */
function fill<Value>(text: string, values: Given<Value>): (string | Value | undefined)[] {
  return text.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 0 ? part : values[part]));
}

function withoutNote(text: string): string {
  return text.replace(/ \/\/ .*/, "");
}
