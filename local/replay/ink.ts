import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { WRITE_BYTES } from "./bounds.ts";

/** A file that lines are written to, packed by gzip if its name ends in `.gz`. */
export interface Ink {
  line(text: string): void;
  /** What was written lies on the disk when this returns. */
  flush(): void;
  close(): void;
  lines(): number;
}

/** Begins a file anew. Writes as it goes, and holds back no more than WRITE_BYTES: the writer waits for the disk, so that a
 *  recording of any length takes the same memory. Throws Node's error for a file that cannot be written. */
export function ink(path: string): Ink {
  const file = openSync(path, "w");
  const isPacked = path.endsWith(".gz");
  let held = "";
  let lines = 0;
  const write = (): void => {
    if (held === "") return;
    const bytes = Buffer.from(held, "utf8");
    // One gzip member after the other is one gzip file. Source: RFC 1952, 2.2.
    const content = isPacked ? gzipSync(bytes) : bytes;
    for (let done = 0; done < content.length; ) done += writeSync(file, content, done);
    held = "";
  };
  return {
    line(text) {
      lines += 1;
      held += `${text}\n`;
      if (held.length >= WRITE_BYTES) write();
    },
    flush() {
      write();
      fsyncSync(file);
    },
    close() {
      write();
      closeSync(file);
    },
    lines: () => lines,
  };
}
