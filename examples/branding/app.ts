import { App, CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import {
  Branding,
  HostedUi,
  ManagedLoginAsset,
  ManagedLoginAssetCategory,
  ManagedLoginColorMode,
  TermsLanguage,
  UserAuthPool,
} from 'cdk-user-auth-pool';
import { Construct } from 'constructs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const look = (file: string) => join(__dirname, 'look', file);
const settings = (file: string) => JSON.parse(readFileSync(look(file), 'utf8')) as Record<string, unknown>;
const logo = (file: string, colorMode: ManagedLoginColorMode) =>
  ManagedLoginAsset.fromFile(look(file), { category: ManagedLoginAssetCategory.FORM_LOGO, colorMode });

/** A shop and its administration share their users, but each has sign-in pages that look like it. */
class BrandingStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const light = logo('logo-light.svg', ManagedLoginColorMode.LIGHT);
    const dark = logo('logo-dark.svg', ManagedLoginColorMode.DARK);

    const pool = new UserAuthPool(this, 'Pool', {
      hostedUi: HostedUi.cognitoDomain({
        branding: Branding.managedLogin({
          settings: settings('shop.json'),
          assets: [light, dark],
          // The sign-up page links to them.
          terms: {
            termsOfUse: {
              url: 'https://shop.example.com/terms',
              translations: [{ language: TermsLanguage.FRENCH, url: 'https://shop.example.com/fr/terms' }],
            },
            privacyPolicy: { url: 'https://shop.example.com/privacy' },
          },
        }),
      }),
      client: { callbackUrls: ['https://shop.example.com/'] },
    });
    const admin = pool.addClient('Admin', {
      callbackUrls: ['https://admin.example.com/'],
      branding: Branding.managedLogin({ settings: settings('admin.json'), assets: [dark] }),
    });

    new CfnOutput(this, 'ShopSignIn', { value: pool.client.signInUrl });
    new CfnOutput(this, 'AdminSignIn', { value: admin.signInUrl });
  }
}

new BrandingStack(new App(), 'Branding');
