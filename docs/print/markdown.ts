/** Cells may hold anything but line breaks. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.map(cell).join(" | ")} |`).join("\n");

export const code = (text: string): string => `\`${text}\``;

/** The parts with an empty line between them, and one line break at the end. */
export const markdownPage = (...parts: readonly string[]): string =>
  `${parts.filter((part) => part !== "").join("\n\n")}\n`;

/** The first line of every generated page. */
export const origin = (from: string): string =>
  `<!-- Printed from ${from} by \`npm run docs\`. Change that, not this. -->`;

const cell = (text: string): string => text.replaceAll("|", "\\|");
