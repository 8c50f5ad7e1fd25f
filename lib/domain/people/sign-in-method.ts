/** How a session began: by Microsoft Entra, or by a one-time link. */
export const signInMethods = ['entra', 'link'] as const;
export type SignInMethod = (typeof signInMethods)[number];
