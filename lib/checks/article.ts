/** A noun or the name of a class with its article. A U at its start counts as a consonant, as in "a user". */
export const withArticle = (noun: string): string => `${/^[aeio]/i.test(noun) ? 'an' : 'a'} ${noun}`;
