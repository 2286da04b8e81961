/** The part of the package that the tests use; it brings no declarations of its own. */
declare module 'asl-validator' {
  const validate: (definition: unknown) => { readonly isValid: boolean; readonly errors: readonly unknown[] };
  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export default validate;
}
