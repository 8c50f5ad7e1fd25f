import { afterEach, beforeEach, expect, expectTypeOf, test, vi } from 'vitest';
import type { DeviceDetail } from '#lib/contract/device';
import { call, pathOf, RequestFailed } from './call.ts';

const id = '019ab000-0000-7000-8000-000000000000';
const fetched = vi.fn<typeof fetch>();
beforeEach(() => void vi.stubGlobal('fetch', fetched));
afterEach(() => {
  vi.unstubAllGlobals();
  fetched.mockReset();
});

test('a call goes to the path and with the method of its name, and returns the declared answer', async () => {
  fetched.mockResolvedValue(Response.json({ id }));
  const device = await call('GET /api/v1/devices/{id}', { params: { id } });
  expectTypeOf(device).toEqualTypeOf<DeviceDetail>();
  expect(device.id).toBe(id);
  expect(fetched).toHaveBeenCalledWith(`/api/v1/devices/${id}`, expect.objectContaining({ method: 'GET' }));
});

test('a query and a body are sent as the API reads them', async () => {
  fetched.mockImplementation(async () => Response.json({}));
  const query = {
    verdict: ['retired' as const, 'compliant' as const],
    drift: true as const,
    cursor: undefined,
  };
  await call('GET /api/v1/devices', { query });
  expect(fetched.mock.lastCall?.[0]).toBe('/api/v1/devices?verdict=retired&verdict=compliant&drift=true');
  await call('PUT /api/v1/preferences', { body: { theme: 'dark' } });
  expect(fetched).toHaveBeenLastCalledWith('/api/v1/preferences', {
    method: 'PUT',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: '{"theme":"dark"}',
  });
});

test('text in a path is encoded', () => {
  const path = pathOf('GET /api/v1/feeds/{name}/rejections', { params: { name: 'a/b?' } });
  expect(path).toBe('/api/v1/feeds/a%2Fb%3F/rejections');
});

test('a refusal throws its problem, and a lost connection none', async () => {
  fetched.mockResolvedValue(Response.json({ code: 'not_found', detail: 'Not found' }, { status: 404 }));
  const refused = await call('GET /api/v1/overview').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(RequestFailed);
  expect(refused).toMatchObject({ problem: { code: 'not_found' } });
  fetched.mockRejectedValue(new TypeError('offline'));
  await expect(call('GET /api/v1/overview')).rejects.toMatchObject({ problem: null });
});

test('what is not declared does not compile', () => {
  const wrong = () => [
    // @ts-expect-error no such path
    call('GET /api/v1/device'),
    // @ts-expect-error no such method
    call('DELETE /api/v1/devices'),
    // @ts-expect-error the id is missing
    call('GET /api/v1/devices/{id}'),
    // @ts-expect-error no such parameter
    call('GET /api/v1/devices/{id}', { params: { name: id } }),
    // @ts-expect-error no such filter
    call('GET /api/v1/devices', { query: { colour: 'red' } }),
    // @ts-expect-error no such verdict
    call('GET /api/v1/devices', { query: { verdict: ['good'] } }),
    // @ts-expect-error the format is required
    pathOf('GET /api/v1/audit-events/export', { query: {} }),
    // @ts-expect-error the body is required
    call('POST /api/v1/api-keys'),
    // @ts-expect-error this operation takes no body
    call('POST /api/v1/connection/preflight', { body: {} }),
  ];
  expect(wrong).toBeTypeOf('function');
});
