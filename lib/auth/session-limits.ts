/** How long a session lasts, in ms. */
export interface SessionLimits {
  /** Without use */
  idleMs: number;
  /** In any case: then roles are asked for anew */
  lifetimeMs: number;
}
