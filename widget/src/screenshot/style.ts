/** The editor's looks. Its own stylesheet, so that no style element or attribute is needed. */
export const STYLE = `
.wilco-frame { position: fixed; visibility: hidden; inset-block-start: 0; inset-inline-start: -100vw; inline-size: 0; block-size: 0; overflow: hidden; }
.wilco-editor {
  --page: #fff; --text: #16181d; --quiet: #4b5160; --line: #6b7280; --accent: #1d4ed8; --on-accent: #fff;
  box-sizing: border-box; position: fixed; inset: 0; inline-size: 100%; block-size: 100%; max-inline-size: none; max-block-size: none;
  margin: 0; padding: 12px; border: 0; background: var(--page); color: var(--text);
  font: 16px/1.4 system-ui, sans-serif; overflow: auto; text-align: start; letter-spacing: normal; text-transform: none;
}
.wilco-editor[open] { display: flex; flex-direction: column; gap: 8px; }
.wilco-editor[data-theme=dark] { --page: #16181d; --text: #f3f4f6; --quiet: #c3c8d2; --line: #9ca3af; --accent: #93b4ff; --on-accent: #0b1020; color-scheme: dark; }
.wilco-editor::backdrop { background: #000c; }
.wilco-editor :is(h2, p, button) { unicode-bidi: plaintext; }
.wilco-editor h2 { margin: 0; font-size: 18px; line-height: 1.3; font-weight: 600; color: inherit; }
.wilco-editor p { margin: 0; color: var(--quiet); font-size: 15px; }
.wilco-editor .stage { flex: 1 1 0; min-block-size: 160px; position: relative; }
.wilco-editor canvas { position: absolute; inset: 0; margin: auto; max-inline-size: 100%; max-block-size: 100%; box-sizing: border-box; outline: 2px solid var(--line); cursor: crosshair; touch-action: none; }
.wilco-editor .actions { display: flex; flex-wrap: wrap; gap: 8px; justify-content: flex-end; }
.wilco-editor .actions .undo { margin-inline-end: auto; }
.wilco-editor button {
  box-sizing: border-box; min-block-size: 44px; padding: 8px 16px; border: 2px solid var(--line); border-radius: 8px; margin: 0;
  background: var(--page); color: var(--text); font: inherit; font-weight: 600; cursor: pointer;
}
.wilco-editor button.send { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.wilco-editor button[aria-disabled=true] { color: var(--quiet); border-style: dashed; cursor: default; opacity: 1; }
.wilco-editor :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.wilco-editor canvas:focus-visible { outline-offset: -3px; }
.wilco-editor .status { min-block-size: 1.4em; }
.wilco-editor .spoken { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-height: 480px) { .wilco-editor { padding: 6px; } .wilco-editor .hint { display: none; } }
`;
