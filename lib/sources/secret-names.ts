const secretWord =
  /^(?:tokens?|secrets?|passwords?|passwd|passphrase|pwd|pass|pin|signature|sig|sas|jwt|bearer|auth|authorization|credentials?|cookie|apikey|accesskey|accesstoken|authtoken|clientsecret)$/;
/** What stands before a key or a code that opens something: a `sort_key` or a `statusCode` does not. */
const opening =
  /^(?:access|account|api|app|auth|authentication|bypass|client|encryption|escrow|functions?|host|license|lock|node|private|recovery|secret|shared|subscription|unlock|wipe|x)$/;
/** Where a list goes on. */
const ofPaging =
  /^(?:page|paging|pagination|next|previous|prev|continuation|cursor|skip|sync|delta|start|last|list)$/;

/** Whether a parameter or field has the name of a secret, such as `apiKey`, `X-Amz-Signature` or `personalRecoveryKey`. */
export function namesSecret(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const last = words.at(-1) ?? '';
  if (words.some((word) => ofPaging.test(word))) return false;
  if (secretWord.test(last)) return true;
  if (last === 'key' && words.length === 1) return true;
  return /^(?:keys?|codes?)$/.test(last) && opening.test(words.at(-2) ?? '');
}
