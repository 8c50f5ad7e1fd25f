import { describe, expect, it } from 'vitest';
import { readEnv } from './env.ts';

const azure = { AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c', AZURE_CLIENT_SECRET: 's3cret' };

describe('readEnv', () => {
  it('needs nothing: sandbox, embedded database, demo devices', () => {
    const env = readEnv({});
    expect(env).toMatchObject({ port: 3000, host: '127.0.0.1', databaseUrl: null, demoDevices: 300 });
    expect(env.url).toBe('http://127.0.0.1:3000');
    expect(env.azure.mode).toBe('sandbox');
  });

  it('takes an empty variable as not set', () => {
    expect(readEnv({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 3000, databaseUrl: null });
  });

  it('uses a tenant when all of Azure is set, without demo devices', () => {
    expect(readEnv(azure)).toMatchObject({
      demoDevices: 0,
      azure: { mode: 'tenant', clientSecret: 's3cret' },
    });
  });

  it('stays in sandbox mode in the children of the supervisor', () => {
    expect(readEnv({ ...azure, TENKO_SANDBOX: '1' }).azure.mode).toBe('sandbox');
  });

  it.each([
    [{ AZURE_TENANT_ID: 't' }, /AZURE_CLIENT_ID and AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH/],
    [{ AZURE_TENANT_ID: 't', AZURE_CLIENT_SECRET: 's3cret' }, /AZURE_CLIENT_ID not set/],
    [{ PORT: '99999' }, /^PORT .* from 1 to 65535/],
    [{ PORT: 'abc' }, /^PORT/],
    [{ TENKO_URL: 'ftp://x' }, /^TENKO_URL .*http/],
    [{ DATABASE_URL: 'mysql://u:hush@h/d' }, /^DATABASE_URL .*postgresql:/],
    [{ TENKO_BOOTSTRAP_API_KEY: 'short' }, /^TENKO_BOOTSTRAP_API_KEY .*32 to 200/],
    [{ TENKO_BOOTSTRAP_API_KEY: 'k'.repeat(31) }, /^TENKO_BOOTSTRAP_API_KEY .*32 to 200/],
    [{ TENKO_DEVICES_PER_MESSAGE: '501' }, /^TENKO_DEVICES_PER_MESSAGE .*1 to 500/],
    [{ TENKO_LOG_LEVEL: 'loud' }, /^TENKO_LOG_LEVEL .*info/],
    [{ AZURE_CLOUD: 'mars' }, /^AZURE_CLOUD .*public, usgov, usdod, china/],
    [{ AZURE_AUTHORITY_HOST: 'http://x' }, /^AZURE_AUTHORITY_HOST/],
  ])('refuses %j in one line', (source, message) => {
    const refuse = () => readEnv(source);
    expect(refuse).toThrow(message);
    expect(refuse).toThrow(/^[^\n]+$/);
    expect(refuse).not.toThrow(/hush|s3cret/);
  });

  it('cuts the slash at the end of an address', () => {
    expect(readEnv({ TENKO_URL: 'https://tenko.example.com/' }).url).toBe('https://tenko.example.com');
  });

  it('signs people in by the app that reports, or by one of its own', () => {
    expect(readEnv(azure).signIn).toMatchObject({ clientId: 'c', clientSecret: 's3cret', link: true });
    const own = { AZURE_SIGN_IN_CLIENT_ID: 'p', AZURE_SIGN_IN_CLIENT_CERTIFICATE_PATH: '/p.pem' };
    const { signIn } = readEnv({ ...azure, ...own });
    expect(signIn).toMatchObject({ clientId: 'p', clientSecret: null, clientCertificatePath: '/p.pem' });
    for (const [name, value] of Object.entries(own)) {
      expect(() => readEnv({ ...azure, [name]: value })).toThrow(/^The sign-in app is configured in part: /);
    }
  });

  it('reads groups with roles, and names what is none', () => {
    const groupId = '6e0f0000-0000-4000-8000-00000000000a';
    const { signIn } = readEnv({ TENKO_ROLE_GROUPS: `admin=${groupId.toUpperCase()}, viewer=${groupId}` });
    expect(signIn.roleGroups).toEqual([
      { role: 'admin', groupId },
      { role: 'viewer', groupId },
    ]);
    for (const wrong of [`owner=${groupId}`, 'admin', `admin=${groupId},`]) {
      expect(() => readEnv({ TENKO_ROLE_GROUPS: wrong })).toThrow(/TENKO_ROLE_GROUPS is not usable/);
    }
  });

  it.each([
    [{}, true],
    [{ HOST: '0.0.0.0' }, false],
    [{ TENKO_URL: 'https://tenko.example' }, false],
    [{ TENKO_URL: 'https://tenko.example', TENKO_SANDBOX_SIGN_IN: 'true' }, true],
    [{ TENKO_SANDBOX_SIGN_IN: 'false' }, false],
  ])('lets anybody be anybody in the sandbox only where nobody else comes: %j', (settings, isOpen) => {
    expect(readEnv(settings).signIn.sandbox).toBe(isOpen);
  });
});
