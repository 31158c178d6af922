import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { LINE_CHARS_MAX } from "./bounds.ts";

/** One line of a file, counted from 1. Too long, or the packed file breaks off: what is wrong instead of a text. */
export interface Line {
  readonly number: number;
  readonly text?: string;
  readonly problem?: string;
}

/** The lines of a file, packed by gzip or not, some at a time; empty ones are left out. Holds no more than a chunk and a line.
 *  Rejects with Node's error for a file that cannot be read. */
export async function* linesOf(path: string, charsMax = LINE_CHARS_MAX): AsyncGenerator<readonly Line[]> {
  const decoder = new TextDecoder();
  let number = 0;
  let begun = "";
  let isTooLong = false;
  const ended = (text: string): Line[] => {
    number += 1;
    const line = begun + text;
    const tooLong = isTooLong || line.length > charsMax;
    begun = "";
    isTooLong = false;
    if (tooLong) return [{ number, problem: `is longer than ${charsMax.toLocaleString("en")} characters` }];
    return line.trim() === "" ? [] : [{ number, text: line }];
  };
  try {
    for await (const chunk of await contentOf(path)) {
      const [first = "", ...more] = decoder.decode(chunk as Uint8Array, { stream: true }).split("\n");
      const last = more.pop();
      const lines = last === undefined ? [] : [first, ...more].flatMap(ended);
      begun += last ?? first;
      isTooLong ||= begun.length > charsMax;
      if (isTooLong) begun = "";
      if (lines.length > 0) yield lines;
    }
  } catch (error) {
    if (!isBrokenPacking(error)) throw error;
    yield [{ number: number + 1, problem: "cannot be unpacked: the file is damaged or breaks off here" }];
    return;
  }
  const rest = ended(decoder.decode());
  if (rest.length > 0) yield rest;
}

/** What the first two bytes of every gzip file are. Source: RFC 1952, 2.3.1. */
const GZIP = Buffer.from([0x1f, 0x8b]);

async function contentOf(path: string): Promise<Readable> {
  const file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(GZIP.length), 0, GZIP.length, 0);
  await file.close();
  const plain = createReadStream(path, { highWaterMark: 256 * 1024 });
  if (bytesRead < GZIP.length || !buffer.equals(GZIP)) return plain;
  return pipeline(plain, createGunzip(), () => undefined);
}

const isBrokenPacking = (error: unknown): boolean =>
  error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("Z_");
