import { domainToASCII } from 'node:url';
import { isKnown } from '../checks/values';

export const ADDRESS = /^[^\s<>@]+@[^\s<>@]+$/;
/** An address, alone or after a display name. A display name may have an at sign if it is in quotes. */
export const SENDER = /^(?:(?:"[^"<>]+"|[^<>@]+) ?<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/;

/** An address that has only ASCII characters before its at sign. A display name may have others. */
export const IN_ASCII = /^(?!(?:.*<)?[^<>]*\P{ASCII}[^<>@]*@[^<>]*>?$)/u;

/** Amazon SES takes the domain of an address, or a domain, in ASCII only. */
export function inAscii(address: string): string {
  if (!isKnown(address)) return address;
  return address.replace(/[^@<>\s]*\P{ASCII}[^@<>\s]*(?=>?$)/u, domainToASCII);
}

/** A sender as email headers have it, with a display name that is quoted or encoded if necessary. */
export function asHeader(from: string): string {
  const [, name = '', address = ''] = /^(.*?) ?(<[^<>]*>)$/.exec(from) ?? [];
  if (!isKnown(from) || name === '') return from;
  const text = name.replace(/^"(.*)"$/, '$1');
  if (/\P{ASCII}/u.test(text)) return `${encodedWords(text)} ${address}`;
  return /^"|^[\w !#$%&'*+/=?^`{|}~-]*$/.test(name) ? from : `"${text.replace(/[\\"]/g, '\\$&')}" ${address}`;
}

/** Encodes text in words of at most 75 characters: https://datatracker.ietf.org/doc/html/rfc2047 */
function encodedWords(text: string): string {
  const words = [''];
  for (const character of text) {
    const last = words.at(-1) + character;
    if (Buffer.byteLength(last) <= 45) words[words.length - 1] = last;
    else words.push(character);
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}

/**
 * Whether a sender is the address of an identity, with or without a label (`me+shop@example.com`), or belongs to the
 * identity's domain or one of its subdomains. https://docs.aws.amazon.com/ses/latest/DeveloperGuide/verify-email-addresses.html
 */
export function isWithin(from: string, identity: string): boolean {
  const address = inAscii(/<(.+)>$/.exec(from)?.[1] ?? from).toLowerCase();
  const name = inAscii(identity).toLowerCase();
  if (name.includes('@')) return address === name || address.replace(/\+[^@]*/, '') === name;
  return address.endsWith(`@${name}`) || address.endsWith(`.${name}`);
}
