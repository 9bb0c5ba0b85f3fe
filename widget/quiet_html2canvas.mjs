/**
 * html2canvas-pro, without what a host would notice. It tries out the browser with elements in the host's body and with
 * `data:` images, and writes a style element: a strict Content-Security-Policy forbids the last two and reports them to
 * the host. Every browser that runs this file can do what is tried, and src/screenshot/copied_styles.ts adopts the style.
 *
 * Its copy of the page runs the constructors of custom elements, loads frames, media and lazy images anew, revives style
 * attributes that a policy has switched off, is scrolled before it has its styles, and is parsed where nobody sees it.
 * It sets a base, which many a policy forbids, also for a page without one, whose copy has the page's address already.
 * Where Trusted Types forbid it to write a document, the copy does without a doctype.
 *
 * The build fails when the library has changed at one of these places.
 */
import { readFile } from 'node:fs/promises';

const SILENT_CLONE = `
		if (isCustomElement(node) && !isSVGElementNode(node)) return this.createCustomElementClone(node, node);
		const clone = node.cloneNode(false);
		const loads = /^(?:iframe|frame|embed|object|audio|portal|fencedframe)$/.test(node.localName);
		if (loads || (isImageElement(node) && !node.naturalWidth))
			for (const name of ["src", "srcset", "srcdoc", "data", "autoplay"]) clone.removeAttribute(name);
		if (loads) clone.setAttribute("preload", "none");
		if (node.hasAttribute("style") && !node.style.length) clone.removeAttribute("style");
`;

const REPLACED = [
  ['const value = testRangeBounds(document);', 'const value = true;'],
  ['const value = FEATURES.SUPPORT_RANGE_BOUNDS && testIOSLineBreak(document);', 'const value = true;'],
  ['const value = testSVG(document);', 'const value = true;'],
  ['\t\tbody.appendChild(style);\n', '\t\tbody.appendChild(document.createComment("not empty"));\n'],
  ['onclone(documentClone, referenceElement)', 'onclone(documentClone, referenceElement, restoreScroll)'],
  [
    'const onclone = mount.onclone;',
    'const onclone = mount.onclone, restoreScroll = () => mount.scrolledElements.forEach(restoreNodeScroll);',
  ],
  [
    'else if (isElementNode(childNode)) {\n\t\tif (isSlotElement(childNode)',
    'else if (isElementNode(childNode) && !childNode.wilcoUnseen) {\n\t\tif (isSlotElement(childNode)',
  ],
  ['let policy = trustedTypesFactory?.getPolicy?.("html2canvas-pro");', 'let policy = mountCloneInIFrame.policy;'],
  [
    'policy = trustedTypesFactory.createPolicy(',
    'policy = mountCloneInIFrame.policy = trustedTypesFactory.createPolicy(',
  ],
  [
    'const baseNode = targetELement',
    'if (document.baseURI === document.URL) return;\n\tconst baseNode = targetELement',
  ],
  ['\t\tdocumentClone.write(rawHTML);', '\t\tdocumentClone.appendChild(documentClone.createElement("html"));'],
  [
    '\t\tconst clone = node.cloneNode(false);\n\t\tif (isImageElement(clone)) {',
    `${SILENT_CLONE}\t\tif (isImageElement(clone)) {`,
  ],
];

export const quietHtml2canvas = {
  name: 'quiet-html2canvas',
  setup({ onLoad }) {
    onLoad({ filter: /html2canvas-pro\.esm\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const [from, to] of REPLACED) {
        if (contents.split(from).length !== 2) throw new Error(`html2canvas-pro has changed: not once in it: ${from}`);
        contents = contents.replace(from, to);
      }
      return { contents, loader: 'js' };
    });
  },
};
