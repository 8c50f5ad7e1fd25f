/** What makes two devices duplicates of each other. The same user or model does not. */
export const sharedIdentifiers = ['serialNumber', 'azureDeviceId'] as const;

/**
 * What firmware, virtual machines and MDMs give where a device has no serial number: many devices have it, and none is
 * another's duplicate by that. Asked here alone: PostgreSQL takes milliseconds for such a pattern.
 */
const placeholder = new RegExp(
  [
    // One and the same letter or digit over and over, nothing but punctuation, or a negative number
    '^\\s*(([0-9a-z])\\2*|[^0-9a-z\\u0080-\\uffff]*|-[0-9]+',
    // What counts up
    '|0?123456789?0?|0123456789abcdef',
    '|none|null|nil|n\\/?a|unknown|unspecified|undefined|empty|invalid|not (available|applicable|specified|set)',
    '|(default|no) ?(string|serial|asset)?( ?number)?|to be filled( by o\\.?e\\.?m\\.?)?( ?[0-9]+)?|o\\.?e\\.?m\\.?',
    '|(system|chassis|base ?board|serial)[ _-]?(serial)?[ _-]?(number|no\\.?)?|s\\/?n|sernum0?|xxxx+|unknown serial.*',
    ')\\s*$',
  ].join(''),
  'i',
);

export function isPlaceholderSerial(serialNumber: string): boolean {
  return placeholder.test(serialNumber);
}
