import { describe, expect, it } from 'vitest';
import { readEnv } from './env.ts';

const id = '0a1b2c3d-0000-4000-8000-00000000000e';
const azure = { AZURE_TENANT_ID: id, AZURE_CLIENT_ID: id, AZURE_CLIENT_SECRET: 's3cret' };

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
    [{ AZURE_TENANT_ID: id }, /AZURE_CLIENT_ID and AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH/],
    [{ AZURE_TENANT_ID: id, AZURE_CLIENT_SECRET: 's3cret' }, /AZURE_CLIENT_ID not set/],
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
    [{ AZURE_AUTHORITY_HOST: 'login.example:99999' }, /^AZURE_AUTHORITY_HOST/],
    [{ ...azure, AZURE_TENANT_ID: 'contoso.onmicrosoft.com' }, /^AZURE_TENANT_ID .*GUID.*not a domain name/],
    [{ ...azure, AZURE_TENANT_ID: 'common' }, /^AZURE_TENANT_ID .*GUID/],
    [{ ...azure, AZURE_CLIENT_ID: `{${id}}` }, /^AZURE_CLIENT_ID .*GUID/],
    [
      { AZURE_SIGN_IN_CLIENT_ID: 'tenko', AZURE_SIGN_IN_CLIENT_SECRET: 's3cret' },
      /^AZURE_SIGN_IN_CLIENT_ID .*GUID/,
    ],
    [{ ...azure, AZURE_CLIENT_SECRET: '"s3cret"' }, /^AZURE_CLIENT_SECRET .*without quotes/],
    [{ ...azure, AZURE_CLIENT_SECRET: "'s3cret'\n" }, /^AZURE_CLIENT_SECRET .*without quotes/],
    [{ ...azure, AZURE_CLIENT_SECRET: 's3cret ' }, /^AZURE_CLIENT_SECRET .*without surrounding spaces/],
    [{ ...azure, AZURE_CLIENT_SECRET: 's3\ncret' }, /^AZURE_CLIENT_SECRET .*line breaks/],
    [{ ...azure, AZURE_CLIENT_SECRET: 's3cret\n\n' }, /^AZURE_CLIENT_SECRET .*line breaks/],
    [{ TENKO_DATA_DIR: '"/data"' }, /^TENKO_DATA_DIR .*without quotes/],
    [
      { ...azure, AZURE_CLIENT_CERTIFICATE_PATH: '/a.pem' },
      /^AZURE_CLIENT_SECRET and AZURE_CLIENT_CERTIFICATE_PATH are both/,
    ],
    [{ MICROSOFT_GRAPH_URL: 'http://graph.example' }, /^MICROSOFT_GRAPH_URL .*https:/],
    [{ MICROSOFT_GRAPH_URL: 'https://graph.microsoft.com/v1.0' }, /^MICROSOFT_GRAPH_URL .*without a path/],
    [{ MICROSOFT_GRAPH_URL: 'https://u:hush@graph.example' }, /^MICROSOFT_GRAPH_URL/],
    [{ INTUNE_RESOURCE_URL: 'https://api.manage.microsoft.com/x' }, /^INTUNE_RESOURCE_URL .*without a path/],
    [{ TENKO_URL: 'https://tenko.example/console' }, /^TENKO_URL .*without a path/],
    [{ TENKO_URL: 'https://tenko.example/?a=1' }, /^TENKO_URL/],
    [{ TENKO_URL: 'https://tenko.example/#a' }, /^TENKO_URL/],
    [{ TENKO_URL: 'https://u:hush@tenko.example' }, /^TENKO_URL/],
    [{ HOST: '0.0.0.0:3000' }, /^HOST .*without a port/],
    [{ HTTPS_PROXY: 'socks5://u:hush@proxy.example:1080' }, /^HTTPS_PROXY .*http:/],
    [{ HTTPS_PROXY: 'http://u:hush%@proxy.example:3128' }, /^HTTPS_PROXY/],
    [{ http_proxy: 'http://proxy.example:3128/path' }, /^http_proxy/],
    [{ TENKO_ROLE_GROUPS: 'admin=contoso-admins' }, /^TENKO_ROLE_GROUPS/],
  ])('refuses %j in one line', (source, message) => {
    const refuse = () => readEnv(source);
    expect(refuse).toThrow(message);
    expect(refuse).toThrow(/^[^\n]+$/);
    expect(refuse).not.toThrow(/hush|s3cret/);
  });

  it('drops one line break at the end, as files have it', () => {
    for (const end of ['\n', '\r\n']) {
      const given = { ...azure, AZURE_CLIENT_SECRET: `s3cret${end}`, AZURE_TENANT_ID: `${id}${end}` };
      expect(readEnv(given).azure).toMatchObject({ clientSecret: 's3cret', tenantId: id });
    }
  });

  it('takes quotes within a value for a part of it', () => {
    const given = { ...azure, AZURE_CLIENT_SECRET: `a"b'c"` };
    expect(readEnv(given).azure.clientSecret).toBe(`a"b'c"`);
  });

  it('says to the database what its driver would make of the mode of TLS with a warning', () => {
    const address = (query: string) => readEnv({ DATABASE_URL: `postgresql://h/d?${query}` }).databaseUrl;
    expect(address('sslmode=require&a=b')).toBe('postgresql://h/d?sslmode=verify-full&a=b');
    expect(address('sslmode=no-verify')).toBe('postgresql://h/d?sslmode=no-verify');
    expect(address('uselibpqcompat=true&sslmode=require')).toContain('sslmode=require');
  });

  it('reads proxies in capitals or not, with or without their scheme', () => {
    expect(readEnv({}).outbound).toEqual({
      proxies: { https: null, http: null },
      except: '',
      authoritiesPath: null,
    });
    const given = {
      HTTP_PROXY: 'proxy.example:3128',
      https_proxy: 'https://u:p@secure.example',
      NO_PROXY: '.corp',
    };
    expect(readEnv(given).outbound).toEqual({
      proxies: { https: 'https://u:p@secure.example', http: 'http://proxy.example:3128' },
      except: '.corp',
      authoritiesPath: null,
    });
    expect(readEnv({ http_proxy: 'http://a', HTTP_PROXY: 'http://b' }).outbound.proxies).toEqual({
      https: 'http://a',
      http: 'http://a',
    });
  });

  it('cuts the slash at the end of an address', () => {
    expect(readEnv({ TENKO_URL: 'https://tenko.example.com/' }).url).toBe('https://tenko.example.com');
  });

  it('signs people in by the app that reports, or by one of its own', () => {
    expect(readEnv(azure).signIn).toMatchObject({ clientId: id, clientSecret: 's3cret', link: true });
    const other = '0a1b2c3d-0000-4000-8000-00000000000f';
    const own = { AZURE_SIGN_IN_CLIENT_ID: other, AZURE_SIGN_IN_CLIENT_CERTIFICATE_PATH: '/p.pem' };
    const { signIn } = readEnv({ ...azure, ...own });
    expect(signIn).toMatchObject({ clientId: other, clientSecret: null, clientCertificatePath: '/p.pem' });
    for (const [name, value] of Object.entries(own)) {
      expect(() => readEnv({ ...azure, [name]: value })).toThrow(
        /^The sign-in app is only partly configured: /,
      );
    }
  });

  it('reads groups with roles, and names what is none', () => {
    const groupId = '6e0f0000-0000-4000-8000-00000000000a';
    const { signIn } = readEnv({ TENKO_ROLE_GROUPS: `admin=${groupId.toUpperCase()}, Auditor=${groupId}` });
    expect(signIn.roleGroups).toEqual([
      { role: 'admin', groupId },
      { role: 'auditor', groupId },
    ]);
    for (const wrong of [`owner=${groupId}`, 'admin', `admin=${groupId},`]) {
      expect(() => readEnv({ TENKO_ROLE_GROUPS: wrong })).toThrow(/TENKO_ROLE_GROUPS is not usable/);
    }
  });

  it('takes a ticket’s address apart, and names what no device can fill', () => {
    const read = (TENKO_TICKET_URL: string) => readEnv({ TENKO_TICKET_URL }).ticket;
    expect(readEnv({}).ticket).toBeNull();
    expect(read('https://tickets.example/new?a={deviceName}&b={codes}#x')).toEqual([
      'https://tickets.example/new?a=',
      { field: 'deviceName' },
      '&b=',
      { field: 'codes' },
      '#x',
    ]);
    for (const wrong of [
      'http://tickets.example/?a={codes}',
      'javascript:alert(1)//?{codes}',
      'https://{deviceName}.example/?a=b',
      'https://tickets.example/{externalId}?a=b',
      'https://user:secret@tickets.example/?a={codes}',
      'https://tickets.example/?a={codes} b',
      'tickets.example?a={codes}',
    ]) {
      expect(() => read(wrong)).toThrow(/^TENKO_TICKET_URL is not usable: .* behind its \?/);
    }
    for (const wrong of ['{password}', '{codes', 'codes}', '{{codes}}', '{}', '{toString}']) {
      expect(() => read(`https://tickets.example/?a=${wrong}`)).toThrow(
        /^TENKO_TICKET_URL is not usable: .* of these: {deviceName}, .*{deviceUrl}\.$/,
      );
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
