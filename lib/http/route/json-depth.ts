const quote = 0x22;
const backslash = 0x5c;
const [opensList, closesList, opensObject, closesObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/** How deep objects and arrays are nested in a JSON text; checked before it is parsed. */
export function jsonDepth(json: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (inText) {
      if (byte === backslash) at += 1;
      else if (byte === quote) inText = false;
    } else if (byte === quote) inText = true;
    else if (byte === opensList || byte === opensObject) deepest = Math.max(deepest, ++depth);
    else if (byte === closesList || byte === closesObject) depth -= 1;
  }
  return deepest;
}
