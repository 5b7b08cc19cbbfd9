/**
 * Proves at compile time that a schema only reads what QEMU says it returns: with a misspelt member, or one that may be
 * missing and is taken for certain, the type asks for a member that nothing has, and names the culprit.
 *
 * @typeParam Wanted what the schema takes in. @typeParam Given what QEMU's own schema promises.
 */
export type Readable<Wanted, Given> = [Misread<Wanted, Given>] extends [never]
  ? unknown
  : { readonly "QEMU does not return this as it is read": Misread<Wanted, Given> };

type Misread<Wanted, Given> = unknown extends Wanted
  ? never
  : Wanted extends readonly (infer WantedItem)[]
    ? Given extends readonly (infer GivenItem)[]
      ? Misread<WantedItem, GivenItem>
      : "it is no list"
    : Wanted extends object
      ? MisreadMember<Wanted, Given, Named<Wanted>>
      : never;

type MisreadMember<Wanted, Given, Name extends keyof Wanted> = {
  [Member in Name]-?: Member extends MemberOf<Given>
    ? undefined extends Wanted[Member]
      ? Misread<NonNullable<Wanted[Member]>, NonNullable<Value<Given, Member>>>
      : undefined extends Value<Given, Member>
        ? Member
        : Misread<Wanted[Member], Value<Given, Member>>
    : Member;
}[Name];

/** The members a schema names; it may take in any others besides. */
type Named<Wanted> = keyof { [Name in keyof Wanted as string extends Name ? never : Name]: Name } &
  keyof Wanted;
/** The members of any case of a union. */
type MemberOf<Given> = Given extends unknown ? keyof Given : never;
/** A member's type, with undefined for the cases of a union that lack it. */
type Value<Given, Name extends PropertyKey> = Given extends unknown
  ? Name extends keyof Given
    ? Given[Name]
    : undefined
  : never;
