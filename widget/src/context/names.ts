/** Which names of a page's elements will still be there tomorrow, and for the next row. */

/** `r1`, `:r5:`, `ember123`, `order-62342`, `a1b2c3d4e5`: made by a program, or a row's. */
export function isStable(name: string): boolean {
  return (
    /^[A-Za-z][\w-]{1,49}$/.test(name) &&
    !/\d{3}/.test(name) &&
    !/\d[-_]?$/.test(name) &&
    !name.split(/[-_]+/).some(looksHashed)
  );
}

/** A class that says what a thing is, rather than how it looks, how it fares, or which build it came from. */
export function isMeaningful(className: string): boolean {
  return isStable(className) && !LOOK.test(className) && !STATE.test(className);
}

/** Tailwind's, Bootstrap's and their like. */
const LOOK =
  /^-?(?:[a-z]{1,2}|css|jsx|text|bg|border|rounded|shadow|font|items|justify|self|overflow|gap|grid|flex|min|max|btn|has)-|^(?:flex|grid|block|inline|hidden|relative|absolute|fixed|sticky|truncate|container|row|col)$/;
const STATE =
  /^(?:active|open|shown?|hover|focus(?:ed)?|selected|disabled|loading|visible|dark|light|first|last|collapsed|expanded|current)$/;

/** `price_x7Gq2`, `_1hDk`, `kYbTnR`: the mark of CSS modules and styled components. */
function looksHashed(piece: string): boolean {
  if (/\d[A-Za-z]/.test(piece)) return piece.length >= 4;
  return (
    piece.length >= 5 && (/[a-z][A-Z]+[a-z]*[A-Z]/.test(piece) || !/[aeiouyAEIOUY]/.test(piece)) && !isCamelWords(piece)
  );
}

function isCamelWords(piece: string): boolean {
  return /^[a-z]*(?:[A-Z][a-z]{2,}){1,6}$/.test(piece);
}
