/** The text is not well-formed XML, or was cut short. */
export class MalformedXml extends Error {
  override readonly name = "MalformedXml";
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const REFERENCE = /&(?:#x([0-9a-f]{1,6});|#(\d{1,7});|(\w{1,30});)?/gi;

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;

/** Walks the elements of an XML document of UTF-8 bytes, and makes strings only of what is asked for. Every tag is held against
 *  its partner, also in what is skipped, so that a document cut short anywhere throws {@link MalformedXml}. Attributes, comments
 *  and processing instructions are passed over; a document type is refused. Strings are copies: none keeps the bytes alive. */
export class XmlCursor {
  readonly #bytes: Buffer;
  #at = 0;
  /** Where the names of the open elements begin and end, in turn. */
  readonly #open: number[] = [];
  /** The element opened last was `<such/>`: its end is reached already. */
  #isEmpty = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Visits the children of the document's one element, which must have this name. */
  document(name: string, visit: (child: string) => void): void {
    if (this.#characters(true).trim() !== "" || !this.#tag()) throw this.#malformed("no element to begin with");
    if (this.#name() !== name) throw this.#malformed(`<${this.#name()}> instead of <${name}>`);
    this.children(visit);
    this.#characters(false);
    if (this.#at !== this.#bytes.length) throw this.#malformed("more after the end");
  }

  /** Visits the children of the element just entered, to its end. What a visit does not read of a child is skipped. */
  children(visit: (child: string) => void): void {
    const depth = this.#open.length;
    while (this.#next()) {
      visit(this.#name());
      while (this.#open.length > depth) this.#next();
    }
  }

  /** What `read` makes of each child of that name, in their order. */
  all<Read>(name: string, read: () => Read): Read[] {
    const found: Read[] = [];
    this.children((child) => {
      if (child === name) found.push(read());
    });
    return found;
  }

  /** The text of the element just entered, to its end, without that of its children. Blank lines alone are layout: empty. */
  text(): string {
    const depth = this.#open.length;
    let text = this.#isEmpty ? "" : this.#characters(true);
    while (this.#next()) {
      while (this.#open.length > depth) this.#next();
      text += this.#characters(true);
    }
    return text.includes("\n") && text.trim() === "" ? "" : text;
  }

  /** Enters the next element (true), or leaves the open one (false). */
  #next(): boolean {
    if (this.#isEmpty) {
      this.#isEmpty = false;
      this.#open.length -= 2;
      return false;
    }
    this.#characters(false);
    return this.#tag();
  }

  #name(): string {
    return this.#bytes.toString("latin1", this.#open.at(-2), this.#open.at(-1));
  }

  /** Passes over everything up to the next tag, or the end. Kept: as text, references resolved. */
  #characters(kept: boolean): string {
    const bytes = this.#bytes;
    let text = "";
    for (;;) {
      const from = this.#at;
      let at = from;
      while (at < bytes.length && bytes[at] !== LESS) at += 1;
      this.#at = at;
      if (kept && at > from) text += this.#resolved(this.#decoded(from, at));
      const next = bytes[at + 1];
      if (at === bytes.length || (next !== BANG && next !== QUESTION)) return text;
      if (next === QUESTION) this.#past("?>");
      else if (this.#isAt("<!--")) this.#past("-->");
      else if (this.#isAt("<![CDATA[")) {
        const end = this.#past("]]>");
        if (kept) text += this.#decoded(at + "<![CDATA[".length, end);
      } else throw this.#malformed("a declaration");
    }
  }

  /** Reads the tag at hand: opened (true) or closed (false). */
  #tag(): boolean {
    const bytes = this.#bytes;
    const isClosing = bytes[this.#at + 1] === SLASH;
    const from = this.#at + (isClosing ? 2 : 1);
    let end = from;
    while (end < bytes.length && isOfName(bytes[end] as number)) end += 1;
    let close = end;
    while (close < bytes.length && bytes[close] !== GREATER) close = this.#pastQuoted(close);
    if (end === from || close >= bytes.length) throw this.#malformed("a tag without its end");
    this.#at = close + 1;
    if (isClosing) {
      this.#close(from, end);
      return false;
    }
    this.#open.push(from, end);
    this.#isEmpty = bytes[close - 1] === SLASH;
    return true;
  }

  /** One byte on, or past a whole quoted value, which may hold any `>`. */
  #pastQuoted(at: number): number {
    const byte = this.#bytes[at];
    if (byte === LESS) throw this.#malformed("a tag within a tag");
    if (byte !== DOUBLE_QUOTE && byte !== SINGLE_QUOTE) return at + 1;
    const end = this.#bytes.indexOf(byte, at + 1);
    return end < 0 ? this.#bytes.length : end + 1;
  }

  #close(from: number, end: number): void {
    const bytes = this.#bytes;
    const openEnd = this.#open.pop();
    const openFrom = this.#open.pop();
    if (openFrom === undefined || openEnd === undefined) throw this.#malformed("an end without its beginning");
    let isSame = openEnd - openFrom === end - from;
    for (let n = 0; isSame && n < end - from; n += 1) isSame = bytes[openFrom + n] === bytes[from + n];
    if (!isSame) throw this.#malformed("another element's end");
  }

  #decoded(from: number, to: number): string {
    const text = this.#bytes.toString("utf8", from, to);
    return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  }

  #resolved(text: string): string {
    if (!text.includes("&")) return text;
    return text.replace(REFERENCE, (all, hex?: string, decimal?: string, named?: string) => {
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
      const resolved = named === undefined ? isCharacter(code) && String.fromCodePoint(code) : ENTITIES[named];
      if (!resolved) throw this.#malformed(`the reference ${all}`);
      return resolved;
    });
  }

  #isAt(mark: string): boolean {
    return this.#bytes.toString("latin1", this.#at, this.#at + mark.length) === mark;
  }

  /** Moves past the next `mark`; returns the index where it begins. */
  #past(mark: string): number {
    const found = this.#bytes.indexOf(mark, this.#at);
    if (found < 0) throw this.#malformed(`no ${mark}`);
    this.#at = found + mark.length;
    return found;
  }

  #malformed(what: string): MalformedXml {
    return new MalformedXml(`${what}, at byte ${this.#at} of ${this.#bytes.length}`);
  }
}

/** All but white space, `/` and `>`. */
const isOfName = (byte: number): boolean => byte > 0x20 && byte !== GREATER && byte !== SLASH && byte !== LESS;
const isCharacter = (code: number): boolean => code > 0 && code <= 0x10ffff;
