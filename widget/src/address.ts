/**
 * Addresses carry secrets: a reset code, an access token in the hash, a session. What looks like one is replaced before
 * anything leaves the page; the rest of the address stays, because it is the place of the problem.
 */
const REMOVED = 'removed';
const SECRET_NAME =
  /token|secret|passw|pwd|^pass$|^code$|session|^sid$|jwt|auth|signature|^sig$|api.?key|^key$|otp|nonce|credential/i;
const JWT = /eyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g;
const LONG_HEX = /\b[0-9a-f]{32,}\b/gi;
const LONG = /[\w+=-]{28,}/g;
const EMAIL = /[\w.+-]{1,64}(@|%40)[\w-]+(\.[\w-]+)+/g;
const PAIR = /([?&#;/]|^)([^=&#;?/\s]+)=([^&#;\s]*)/g;

/** Any text: what looks like a token or somebody's address by its form alone. */
export function scrubText(text: string): string {
  const random = (word: string): string =>
    /[A-Z]/.test(word) && /[a-z]/.test(word) && /\d/.test(word) ? REMOVED : word;
  return text.replace(EMAIL, REMOVED).replace(JWT, REMOVED).replace(LONG_HEX, REMOVED).replace(LONG, random);
}

/** An address: also the values whose names say that they are secret, in the query and in the hash, and any login. */
export function scrubUrl(address: string): string {
  const open = address.replace(/^([a-z][\w+.-]*:\/\/)[^/?#@]*@/i, '$1');
  const from = open.search(/[?#]/);
  if (from < 0) return scrubText(open);
  const pairs = open.slice(from).replace(PAIR, (whole, before: string, name: string) => {
    return SECRET_NAME.test(name) ? `${before}${name}=${REMOVED}` : whole;
  });
  return scrubText(open.slice(0, from)) + scrubText(pairs);
}
