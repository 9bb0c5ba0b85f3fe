/**
 * The script tag is the whole configuration: its address names the Wilco that serves it, its data attributes say the rest.
 */
export interface Tag {
  /** Where the API is: the origin that the script came from. */
  origin: string;
  product: string;
}

export function readTag(page: Document): Tag | undefined {
  const script = (page.currentScript ?? page.querySelector('script[data-wilco-product]')) as HTMLScriptElement | null;
  const product = script?.dataset.wilcoProduct;
  return script && product ? { origin: new URL(script.src).origin, product } : undefined;
}
