/** Written into the code by build.mjs. */

/** The files of the parts that are loaded when needed; empty when this build has none. */
declare const __SCREENSHOT__: string;
declare const __CONTEXT__: string;
declare const __VERSION__: string;
