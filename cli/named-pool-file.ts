import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { REQUEST_BYTES_MAX } from "../core/model/limits.ts";
import { badInput, unreadable } from "./errors.ts";
import { type ReadPoolFile, readPoolFile } from "./pool-file.ts";
import { readUpTo, type Terminal } from "./terminal.ts";

/** Reads the pool file that an engineer names by its path, or by `-` for stdin. `field`: what the command calls it. Never throws. */
export async function namedPoolFile(path: string, terminal: Terminal, field: string): Promise<ReadPoolFile> {
  try {
    const text = path === "-" ? terminal.input(REQUEST_BYTES_MAX) : readUpTo(createReadStream(path), REQUEST_BYTES_MAX);
    return readPoolFile(await text, path === "-" ? "stdin" : basename(path));
  } catch (error) {
    return badInput("unreadable", `"${path}" ${unreadable(error)}`, { field, fix: "Name a file, or - for stdin." });
  }
}
