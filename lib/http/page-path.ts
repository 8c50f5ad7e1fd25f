/** Path and query of the page that is asked for, which Next does not tell a page's server side: see `preparePage`. */
export const pagePathHeader = 'x-tenko-path';
