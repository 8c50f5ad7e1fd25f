/** Whom the socket of a request belongs to. Set on every request, whatever the request itself says: see `guardServer`. */
export const peerHeader = 'x-tenko-peer';
