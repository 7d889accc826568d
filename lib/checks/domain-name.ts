const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/**
 * Whether a text can be a part of a domain name, between its dots: 1 to 63 letters, digits and hyphens, with no hyphen
 * at either end.
 */
export const isDomainLabel = (text: string): boolean => LABEL.test(text);

/** Whether a text can be a domain name, in lowercase or uppercase. A single label, such as `localhost`, is one. */
export const isDomainName = (text: string): boolean => text.length <= 253 && text.split('.').every(isDomainLabel);

/** Whether a text can be the name of a domain below a top-level domain. */
export const isSubdomain = (text: string): boolean => isDomainName(text) && text.includes('.');
