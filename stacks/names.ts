/** `spot-interrupted` as `SpotInterrupted`: how components are named. */
export const pascal = (name: string): string =>
  name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
