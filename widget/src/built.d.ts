/** Written into the code by build.mjs. */

/** The file of the screenshot part; empty when this build has none. */
declare const __SCREENSHOT__: string;
declare const __VERSION__: string;
