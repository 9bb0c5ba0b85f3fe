/**
 * Takes out of a text what nobody meant to send: keys, tokens, addresses, card numbers, and what stands in the page's
 * fields. When in doubt it takes out too much. Every expression here is bounded, so a hostile text costs linear time.
 */
import { fieldValues } from './fields';

/** What stands in place of what was taken out. */
export const REMOVED = '[removed]';

/** Also the name's first or last word: `token`, `resetToken`, `csrf_token`, `sessionId`, but not `keyboard`. */
const NAMED_SECRET =
  /(?:^|[-_.[])(?:pass(?:word|wd|phrase|code)?|pwd|secret|tok(?:en)?|jwt|auth(?:orization)?|key|code|sess(?:ion)?|sid|sig(?:nature)?|hmac|credentials?|otp|pin|cvc|cvv|ssn|iban|csrf|xsrf|assertion)(?:$|[-_.\]])|(?:token|passw(?:or)?d|secret|api_?key|sess(?:ion)?_?id)$/i;

/** `password: hunter2`, `"token":"abc"`, `Authorization: Basic abc`. */
const SAID =
  /((?:pass(?:word|wd|phrase|code)?|pwd|secret|token|jwt|authorization|(?:api|access|private)[-_.]?key|session[-_.]?id|sid|signature|credentials?|otp|cvc|cvv)\\{0,3}["']?[ \t]{0,3}[:=][ \t]{0,3}\\{0,3})(?:(?:bearer|basic|digest|negotiate)[ \t]{1,3})?(?:"[^"]{0,2000}"?|'[^']{0,2000}'?|[^\s"',;&<>]{1,2000})/gi;

/** These hold characters at which a run of letters and digits ends, so they are looked for first. */
const SPELLED = [
  /\beyJ[\w.-]{10,}/g, // JSON Web Tokens
  /[\p{L}\p{N}._%+'-]{1,128}(?:@|%40)(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}/gu, // e-mail addresses
];

const PREFIXED = [
  /cookie["']?[ \t]{0,3}[:=][^\n]{1,4000}/gi,
  /\b(?:bearer|negotiate)[ \t]{1,3}[^\s"',;<>]{4,2000}/gi,
  /\b[Bb]asic[ \t]{1,3}(?=[a-z+/]{0,100}[A-Z0-9=])[\w+/=-]{6,2000}/g,
  /\b(?:sk|pk|rk|whsec|ak|key)[_-](?:live|test|prod|ant|proj)?[_-]?[A-Za-z0-9]{10,}[\w-]*/g, // Stripe, OpenAI, Anthropic
  /\b(?:gh[opusr]|github_pat|glpat|npm|shpat|shpss|hf)[_-]\w{10,}[\w-]*/g, // GitHub, GitLab, npm, Shopify, Hugging Face
  /\bxox[a-z]-[\w-]{8,}|\bxapp-[\w-]{8,}/g, // Slack
  /(?:AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{12,}/g, // AWS
  /\bya29\.[\w-]{10,}|\bSG\.[\w-]{10,}\.?[\w-]*/g, // Google, SendGrid
];

/** Puts `[removed]` in the place of everything that looks secret, and of every value of the page's fields. */
export function scrub(text: string, values: readonly string[] = fieldValues()): string {
  return withoutCards(text)
    .split(/((?:https?|wss?):\/\/[^\s"'<>`\\]+)/i)
    .map((part, index) => (index % 2 ? scrubUrl(part, values) : scrubProse(withoutValues(part, values))))
    .join('');
}

/**
 * The address, without what looks secret in it. What a field holds is taken out of its query and its fragment; its path
 * names the page, and a page may well show its own number in a field.
 */
export function scrubUrl(url: string, values: readonly string[] = fieldValues()): string {
  const [, origin = '', path = '', query = '', hash = ''] =
    /^([a-z][a-z0-9+.-]{0,30}:\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?$/is.exec(url) ?? [];
  return (
    origin.slice(0, origin.indexOf('://') + 3) +
    origin.slice(Math.max(origin.lastIndexOf('@'), origin.indexOf('://') + 2) + 1) +
    path.split('/').map(scrubSegment).join('/') +
    scrubParameters(query, values) +
    scrubParameters(hash, values)
  );
}

/** `;jsessionid=1` and the like stand in paths. */
function scrubSegment(segment: string): string {
  return segment
    .split(';')
    .map((part) => (part.includes('=') ? scrubParameter(part, []) : scrubDecoded(part, [])))
    .join(';');
}

/** A query, or a fragment, which may be a path with a query of its own, as single-page applications have. */
function scrubParameters(text: string, values: readonly string[]): string {
  return text
    .split(/([?&#])/)
    .map((part) =>
      part.includes('/') && !part.includes('=') ? scrubRoute(part, values) : scrubParameter(part, values),
    )
    .join('');
}

/** A path in a fragment; a token with slashes in it looks the same, so only its plain pieces stay. */
function scrubRoute(route: string, values: readonly string[]): string {
  const isPlain = route.length < 20 || readsAsWords(route);
  return route
    .split('/')
    .map((piece) => (isPlain || /^\d{0,8}$/.test(piece) || readsAsWords(piece) ? scrubDecoded(piece, values) : REMOVED))
    .join('/');
}

function scrubParameter(parameter: string, values: readonly string[]): string {
  const at = parameter.indexOf('=');
  if (at < 0) return scrubDecoded(parameter, values);
  const name = parameter.slice(0, at);
  const value = parameter.slice(at + 1);
  return `${scrubDecoded(name, values)}=${value && namesSecret(decoded(name)) ? REMOVED : scrubDecoded(value, values)}`;
}

/** Whether a parameter of this name holds what gives access. */
export function namesSecret(name: string): boolean {
  return NAMED_SECRET.test(name.replace(/([a-z0-9])([A-Z])/g, '$1_$2'));
}

/** The part as it is, or nothing of it. It is read as it stands and decoded: `%40` is an `@`, and `+` may be a space. */
function scrubDecoded(part: string, values: readonly string[]): string {
  const readings = [part, decoded(part), decoded(part.replace(/\+/g, ' '))];
  return readings.every((reading) => scrubProse(withoutValues(reading, values)) === reading) ? part : REMOVED;
}

function scrubProse(text: string): string {
  let clean = text.replace(/([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@]{1,300}@/gi, `$1${REMOVED}@`);
  for (const pattern of SPELLED) clean = clean.replace(pattern, REMOVED);
  clean = clean.replace(/[\p{L}\p{N}_+/=%-]{20,}/gu, (run) => (readsAsWords(run) ? run : REMOVED));
  clean = clean.replace(SAID, `$1${REMOVED}`);
  for (const pattern of PREFIXED) clean = clean.replace(pattern, REMOVED);
  return withoutCards(clean);
}

function withoutCards(text: string): string {
  return text.replace(/\d(?:[ .\u00a0-]?\d){12,60}/g, (digits) => (holdsCardNumber(digits) ? REMOVED : digits));
}

/** The name of a file, a path or a slug, as against a token: at least half of it is words, and no other piece is long. */
export function readsAsWords(run: string): boolean {
  const plain = decoded(run);
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(plain)) return true; // names a row, opens nothing
  let words = 0;
  let rest = 0;
  for (const piece of plain.split(/[^\p{L}\p{N}]+/u)) {
    if (/^\p{Ll}{0,16}(?:\p{Lu}\p{Ll}{1,16}){0,8}$/u.test(piece)) words += piece.length;
    else if (piece.length > 16) return false;
    else if (!/^\d{1,8}$/.test(piece)) rest += piece.length;
  }
  return words >= rest && words > 0;
}

/** Whether 13 to 19 of the digits in a row begin and add up as a payment card's do (ISO/IEC 7812). */
function holdsCardNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  for (let from = 0; from + 13 <= digits.length; from++)
    for (let to = from + 13; to <= Math.min(from + 19, digits.length); to++)
      if (/^[2-6]/.test(digits[from] ?? '') && sumsUp(digits.slice(from, to))) return true;
  return false;
}

/** Luhn's check. */
function sumsUp(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]) * (i % 2 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

/** A short value is taken out as a whole word only, or nothing would be left of the text. */
function withoutValues(text: string, values: readonly string[]): string {
  let clean = text;
  for (const value of values)
    for (const form of new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]))
      if (clean.includes(form)) clean = form.length > 3 ? clean.split(form).join(REMOVED) : withoutWord(clean, form);
  return clean;
}

function withoutWord(text: string, word: string): string {
  return text
    .split(/([^\p{L}\p{N}]+)/u)
    .map((part) => (part === word ? REMOVED : part))
    .join('');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
