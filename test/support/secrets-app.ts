/*
 * An app that is given the secret SEED as text, wherever a secret can be given. With UNCAUGHT it stops at the first
 * error.
 */
import { App, SecretValue, Stack } from 'aws-cdk-lib';
import { UserAuthPool } from '../../lib';
import { everything, providersWith } from './everything';

const app = new App();
const stack = new Stack(app, 'S');
everything(stack);
const pool = new UserAuthPool(stack, 'Other');
for (const provider of providersWith(SecretValue.unsafePlainText(process.env.SEED ?? ''))) {
  try {
    pool.addIdentityProvider(provider);
  } catch (error) {
    if (process.env.UNCAUGHT) throw error;
    console.error(error);
  }
}
