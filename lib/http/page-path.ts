/** Set on each request for a page: path and query of the page that is asked for, which Next does not tell a page's server side. */
export const pagePathHeader = 'x-tenko-path';
