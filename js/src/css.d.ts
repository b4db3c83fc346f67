/** A style sheet as a text, made short by the build (js/scripts/build-scripts.mjs). */
declare module "*.css" {
  const css: string;
  export default css;
}
