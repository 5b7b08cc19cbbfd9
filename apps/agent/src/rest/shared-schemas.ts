import * as z from "zod";

/** A JSON value as it stands in a document. */
type Json = z.util.JSONType;

/** Says shared schemas once: wherever one of `named` stands in another schema, a reference to it takes its place. */
export class SharedSchemas {
  readonly #names: ReadonlyMap<string, string>;

  constructor(named: Readonly<Record<string, object>>) {
    this.#names = new Map(Object.entries(named).map(([name, schema]) => [JSON.stringify(schema), name]));
  }

  /** All of them, by name. */
  get definitions(): Readonly<Record<string, Json>> {
    return Object.fromEntries([...this.#names].map(([text, name]) => [name, this.#inside(jsonOf(text))]));
  }

  /** `schema` with references. */
  refer(schema: object): Json {
    return this.#shared(jsonOf(JSON.stringify(schema)));
  }

  #shared(value: Json): Json {
    const name = this.#names.get(JSON.stringify(value));
    return name === undefined ? this.#inside(value) : { $ref: `#/components/schemas/${name}` };
  }

  #inside(value: Json): Json {
    if (Array.isArray(value)) return value.map((item) => this.#shared(item));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#shared(item)]));
  }
}

function jsonOf(text: string): Json {
  return z.json().parse(JSON.parse(text));
}
