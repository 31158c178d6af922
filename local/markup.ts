/** Text escaped for markup, HTML or XML, in an element or an attribute. Line ends too: a reader of XML would turn them into others. */
export const escaped = (text: string): string => text.replace(/[&<>"'\r]/g, (letter) => REFERENCES[letter] ?? letter);

const REFERENCES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "\r": "&#xd;",
};
