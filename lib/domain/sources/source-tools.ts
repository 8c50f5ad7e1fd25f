import type { SecretBox } from '../secret-box.ts';
import type { SourceAccess } from './source.ts';
import type { SourceReader } from './source-reader.ts';

/** What verbs need to reach sources; processes put it together. */
export interface SourceTools {
  openReader: (access: SourceAccess) => SourceReader;
  /** What is wrong with a JSONata mapping; null: nothing */
  problemOfMapping: (mapping: string) => string | null;
  secrets: SecretBox;
  /** Addresses with http may lead to other machines */
  allowHttp: boolean;
}
