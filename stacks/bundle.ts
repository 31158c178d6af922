/** How every handler is bundled: the one place for SST, the tests of what a bundle reaches, and the benches of its size.
 *  SST minifies only when told to. */
export const BUNDLE = {
  target: "node24",
  minify: true,
  sourcemap: false,
} as const;
