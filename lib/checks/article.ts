/** A noun or the name of a class with its article, by its first letter: a U is pronounced as in "user". */
export const withArticle = (noun: string): string => `${/^[aeio]/i.test(noun) ? 'an' : 'a'} ${noun}`;
