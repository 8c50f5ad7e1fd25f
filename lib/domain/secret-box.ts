/** Encrypts secrets for the database. `place` says where a secret belongs: what was sealed for one place opens for no other. */
export interface SecretBox {
  /** Throws where the key cannot be read or made. */
  seal(secret: string, place: string): Promise<string>;
  /** Null: the key that it was sealed with is lost, or it was sealed for another place. */
  open(sealed: string, place: string): Promise<string | null>;
  /** Whether a new secret would be sealed with another key. */
  isOutdated(sealed: string): Promise<boolean>;
}
