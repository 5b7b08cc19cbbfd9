// Generated from the .S files beside this one by regenerate.ts; a test compares them. Do not edit.

/**
 * The code of each boot sector in hex, without the zeros that fill it up to byte 510 and the signature 55 aa.
 * Committed so that nobody needs an assembler.
 */
export const bootSectorCode = {
  counter:
    "fa31c08ed88ec08ed0bc007cfcfbba0206b80001efbafa03b001eeb036e643b04ee640b017e640b80102e84d00bea27c" +
    "ac84c07405e84e00ebf6f4ba0006edf6c4017553ff06007eb80103e82c00b045721e8b2e007ebf0400c1c50489e8240f" +
    "3c0a720204070430e81b004f75ebb00de81300b00ae80e00ebc0b90300ba8000bb007ecd13c388c4bafd03eca82074f8" +
    "baf80388e0eec3ba0406b80020effaf4ebfc52454144590d0a",
  echo:
    "fa31c08ed88ec08ed0bc007cfcfbba0206b80001efbafa03b001eefac7063000447cc70632000000bafc03b008eebaf9" +
    "03b001eee42124efe621b03ebaf803eefbf4ebfc5052bafd03eca8017407baf803eceeebf1b020e6205a58cf",
  interactive:
    "fa31c08ed88ec08ed0bc007cfcfbba0206b80001efbafa03b001eebecd7ce89d00bafd03eca801741dbaf803ec3c5174" +
    "3c3c5274433c50744a3c4874373c57744ae86b00ebdbba0006edf6c4017518a16c042b06c97c83f81272090106c97cb0" +
    "2ee84b00f4ebbabed57ce85100ba0406b80020effaf4ebfcbaf90cb002eeb006eeebf1ba0505b001eeeb96ff06cb7ca1" +
    "cb7ca3007eb80103b90300ba8000bb007ecd13b0777302b045e80300e972ff50bafd03eca82074fb58baf803eec3ac84" +
    "c07405e8e9ffebf6c30000000052454144590d0a0050575242544e0d0a",
  letters:
    "fa31c08ed88ec08ed0bc007cfcfbba0206b80001efbafa03b001eeb341e81300fec380fb5a76f6b30de80700b30ae802" +
    "00ebe8ba0006edf6c401750fbafd03eca82074efbaf80388d8eec3ba0406b80020effaf4ebfc",
  scribbler:
    "fa31c08ed88ec08ed0bc007cfcfbba0206b80001efbafa03b001eebe707cac84c07405e83900ebf60f20c06635000001" +
    "000f22c0bb00108ec326fe060000b9409c4975fdbafd03eca8017407baf803ece80c0081c3000181fb009072daebc988" +
    "c4bafd03eca82074f8baf80388e0eec352454144590d0a",
} as const;

/** The guests that fit in one sector; what each does is told at the top of its `.S` file. */
export type BootSectorName = keyof typeof bootSectorCode;
