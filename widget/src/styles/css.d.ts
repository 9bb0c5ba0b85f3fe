/** build.mjs minifies a sheet and gives it as text. */
declare module '*.css' {
  const css: string;
  export default css;
}
