import { formOf, type TextEncoding, utf16In } from '#lib/domain/text/text-encoding';
import { fileFault } from './read-rows.ts';

/** How a file is to be decoded, and, as it is read, how it was. */
export interface Decoding {
  /** Null: as its bytes tell */
  asked: TextEncoding | null;
  /** UTF-8 as long as there is nothing but ASCII */
  found: TextEncoding;
}

/** As many bytes as tell UTF-16 */
const enough = 64;

/**
 * The text of a file while it comes in. UTF-16 is told by the first bytes; UTF-8 or Windows-1252 by the first letters that are not ASCII, so
 * that nothing has to be read twice. Throws `invalid_input` for bytes that are not of the encoding.
 */
export async function* readText(
  chunks: AsyncIterable<Uint8Array>,
  decoding: Decoding,
): AsyncGenerator<string> {
  const reader = new TextReader(decoding);
  for await (const chunk of chunks) {
    const text = reader.read(chunk, false);
    if (text !== '') yield text;
  }
  const rest = reader.read(new Uint8Array(), true);
  if (rest !== '') yield rest;
}

class TextReader {
  readonly #decoding: Decoding;
  #decoder: TextDecoder | null = null;
  /** The beginning, or a letter that is not whole: what it is of is not known yet */
  #held = new Uint8Array();
  #hasBegun = false;

  constructor(decoding: Decoding) {
    this.#decoding = decoding;
    if (decoding.asked !== null) this.#open(decoding.asked);
  }

  read(chunk: Uint8Array, isAll: boolean): string {
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = new Uint8Array();
    if (this.#decoder !== null) return this.#decode(this.#decoder, bytes, isAll);
    if (!this.#hasBegun) {
      if (bytes.length < enough && !isAll) return this.#hold(bytes, 0);
      this.#hasBegun = true;
      const utf16 = utf16In(bytes);
      if (utf16 !== null) return this.#decode(this.#open(utf16), bytes, isAll);
    }
    const form = formOf(bytes, isAll);
    if (form !== null) return this.#decode(this.#open(form), bytes, isAll);
    const cut = bytes.findIndex((byte) => byte >= 0x80);
    return cut === -1 ? ascii.decode(bytes) : this.#hold(bytes, cut);
  }

  #hold(bytes: Uint8Array, from: number): string {
    this.#held = bytes.slice(from);
    return ascii.decode(bytes.subarray(0, from));
  }

  #open(encoding: TextEncoding): TextDecoder {
    this.#decoding.found = encoding;
    this.#decoder = new TextDecoder(encoding, { fatal: true });
    return this.#decoder;
  }

  #decode(decoder: TextDecoder, bytes: Uint8Array, isAll: boolean): string {
    try {
      return decoder.decode(bytes, { stream: !isAll });
    } catch {
      const { found } = this.#decoding;
      if (found === 'utf-8') throw fileFault(null, 'not_utf8', 'must be in UTF-8');
      throw fileFault(null, 'wrong_encoding', `is not in ${found}`);
    }
  }
}

const ascii = new TextDecoder('utf-8');
