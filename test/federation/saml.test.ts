import { Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IdentityProvider } from '../../lib/federation/identity-provider';
import { SamlMetadata, SamlOptions } from '../../lib/federation/saml';
import { warningsOf } from '../support/synth';
import { make, problemsOf, render, XML } from './support';

const URL = 'https://login.example.com/metadata.xml';
const provider = (options: Partial<SamlOptions> = {}, name = 'Example') =>
  IdentityProvider.saml(name, { metadata: SamlMetadata.fromUrl(URL), ...options });
const from = (metadata: SamlMetadata) => provider({ metadata });
const where = 'identityProviders[0].metadata';

let folder: string;
const file = (content: string, name = 'metadata.xml') => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'saml-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what Cognito is told', () => {
  it('is where the metadata is', () => {
    expect(render(provider())).toEqual({
      UserPoolId: { Ref: 'PoolD3F588B8' },
      ProviderName: 'Example',
      ProviderType: 'SAML',
      ProviderDetails: { MetadataURL: URL },
      AttributeMapping: {
        email: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
        given_name: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname',
        family_name: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname',
      },
    });
  });

  it('is all that can be set, as texts', () => {
    const all = provider({
      encryptedResponses: true,
      requestSigningAlgorithm: cognito.SigningAlgorithm.RSA_SHA256,
      idpInitiated: true,
      idpSignout: true,
      identifiers: ['example.com'],
      attributeMapping: { email: cognito.ProviderAttribute.other('mail') },
    });
    expect(problemsOf(all)).toEqual([]);
    expect(all._definition.idpInitiated).toBe(true);
    expect(render(all)).toMatchObject({
      ProviderDetails: {
        MetadataURL: URL,
        EncryptedResponses: 'true',
        RequestSigningAlgorithm: 'rsa-sha256',
        IDPInit: 'true',
        IDPSignout: 'true',
      },
      AttributeMapping: { email: 'mail' },
      IdpIdentifiers: ['example.com'],
    });
  });

  it('is what is off, too', () => {
    const off = provider({ encryptedResponses: false, idpInitiated: false, idpSignout: false });
    expect(off._definition.idpInitiated).toBe(false);
    expect(render(off).ProviderDetails).toEqual({
      MetadataURL: URL,
      EncryptedResponses: 'false',
      IDPInit: 'false',
      IDPSignout: 'false',
    });
  });
});

describe('metadata', () => {
  it.each([XML, '<EntityDescriptor entityID="x">', `<?xml version="1.0"?>\n<!-- x -->\n${XML}`])(
    'is the document itself: %s',
    (xml) => {
      expect(problemsOf(from(SamlMetadata.fromContent(xml)))).toEqual([]);
      expect(render(from(SamlMetadata.fromContent(xml))).ProviderDetails).toEqual({ MetadataFile: xml });
    },
  );

  it('is a file', () => {
    const metadata = SamlMetadata.fromFile(file(`${XML}\n`));
    expect(problemsOf(from(metadata))).toEqual([]);
    expect(render(from(metadata)).ProviderDetails).toEqual({ MetadataFile: `${XML}\n` });
  });

  it('loses the byte order mark of a file', () => {
    expect(render(from(SamlMetadata.fromFile(file(`\uFEFF${XML}`)))).ProviderDetails).toEqual({ MetadataFile: XML });
  });

  it.each(['', '{}', '<html>EntityDescriptor</html>', '<EntityDescriptors/>'])('is rejected as %j', (text) => {
    const rest =
      ': it has no EntityDescriptor, so it is not SAML metadata and Cognito rejects the provider. ' +
      'Download the metadata document of the provider and use it.';
    expect(problemsOf(from(SamlMetadata.fromContent(text)))).toEqual([`${where} is ${JSON.stringify(text)}${rest}`]);
    const path = file(text, 'wrong.xml');
    expect(problemsOf(from(SamlMetadata.fromFile(path)))).toEqual([
      expect.stringMatching(new RegExp(`^identityProviders\\[0\\]\\.metadata is the file ".*${rest}$`)),
    ]);
  });

  it('is a file that is there', () => {
    expect(problemsOf(from(SamlMetadata.fromFile('no/such.xml')))).toEqual([
      `${where} is the file "no/such.xml": it can't be read (ENOENT). Give the path of the document, absolute or relative to the working directory of the app.`,
    ]);
    expect(problemsOf(from(SamlMetadata.fromFile(tmpdir())))).toEqual([
      expect.stringContaining("it can't be read (EISDIR)"),
    ]);
  });

  it('has 131072 characters at most', () => {
    const padded = (length: number) => XML + ' '.repeat(length - XML.length);
    expect(problemsOf(from(SamlMetadata.fromContent(padded(131072))))).toEqual([]);
    expect(problemsOf(from(SamlMetadata.fromContent(padded(131073))))).toEqual([
      `${where} is 131073 characters long: Cognito accepts at most 131072, and would reject the provider. ` +
        'Give the URL of the document with SamlMetadata.fromUrl(), or only the part about this provider.',
    ]);
  });

  it.each(['login.example.com/metadata', 'ftp://example.com/x', 'https://', 'https:///x', ''])(
    'is rejected as an address: %j',
    (url) => {
      expect(problemsOf(from(SamlMetadata.fromUrl(url)))).toEqual([
        `${where} is "${url}": it is not the URL of a document and Cognito rejects the provider. ` +
          'Give a URL such as "https://login.example.com/metadata.xml".',
      ]);
    },
  );

  it('is not missing', () => {
    expect(() => SamlMetadata.fromUrl(undefined as unknown as string)).toThrow(
      'SamlMetadata.fromUrl() has 1 problem:\n  1. url is missing: it is required. Give a string.',
    );
  });

  it('is warned of where it is read over http', () => {
    const metadata = SamlMetadata.fromUrl('http://example.com/metadata.xml');
    expect(problemsOf(from(metadata))).toEqual([]);
    expect(warningsOf(make(from(metadata)))).toEqual([
      expect.stringMatching(
        /The metadata of the provider Example is read over http\. .*\[ack: cdk-user-auth-pool:UserAuthPool\.samlMetadataOverHttp\]/,
      ),
    ]);
    expect(warningsOf(make(provider()))).toEqual([]);
    expect(warningsOf(make(from(SamlMetadata.fromContent(XML))))).toEqual([]);
  });

  it('is not judged where only deployment knows it', () => {
    const token = Lazy.string({ produce: () => 'x' });
    for (const metadata of [SamlMetadata.fromUrl(token), SamlMetadata.fromContent(token)]) {
      expect(problemsOf(from(metadata))).toEqual([]);
      expect(warningsOf(make(from(metadata)))).toEqual([]);
    }
    expect(render(from(SamlMetadata.fromContent(token))).ProviderDetails).toEqual({ MetadataFile: 'x' });
  });
});

it('tells all that is wrong', () => {
  const wrong = provider(
    {
      metadata: SamlMetadata.fromUrl('x'),
      requestSigningAlgorithm: 'rsa-sha1' as cognito.SigningAlgorithm,
      identifiers: [''],
      attributeMapping: { custom: { tenant: cognito.ProviderAttribute.other('org') } },
      providerDetails: { private_key: 'hunter2' },
    },
    'SAML_provider',
  );
  const messages = problemsOf(wrong);
  expect(messages.map((message) => message.split(' is ')[0])).toEqual([
    'identityProviders[0].providerName',
    'identityProviders[0].metadata',
    'identityProviders[0].requestSigningAlgorithm',
    'identityProviders[0].identifiers[0]',
    'identityProviders[0].attributeMapping.custom["tenant"]',
    'identityProviders[0].providerDetails["private_key"]',
  ]);
  expect(messages.join()).not.toContain('hunter2');
});
