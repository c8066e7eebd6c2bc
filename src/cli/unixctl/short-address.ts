/** An address for people: the NULs that fill up an abstract name are counted, not shown. */
export const shortAddress = (text: string): string =>
  text.replace(/(\\x00){4,}$/, nuls => `(+${nuls.length / 4} NULs)`);
