/** Whether the app is synthesized where nobody would commit a file that synthesis writes. */
export const isCi = (): boolean => !['', 'false', '0', undefined].includes(process.env.CI);
