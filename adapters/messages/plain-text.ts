/** What SQS takes in no message, and hence no subscription of a topic that ends in a queue. Halves of pairs are saved it too, for
 *  in JSON each can be written as an escape. Source: SQS API Reference, SendMessage. */
const UNTAKEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/g;

/** JSON that means the same, in characters that every queue takes. */
export const escapedJson = (json: string): string =>
  json.replaceAll(UNTAKEN, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Plain text with a mark in place of what no queue takes. */
export const marked = (text: string): string => text.replaceAll(UNTAKEN, "?");
