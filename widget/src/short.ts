/** The API refuses longer texts, and a cut label is better than no report. */
const MOST = 200;

export function short(text: string | null | undefined): string {
  return (text ?? '').replace(/\s+/g, ' ').trim().slice(0, MOST);
}
