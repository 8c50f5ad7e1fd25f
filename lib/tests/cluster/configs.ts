import type { Host } from './hosts.ts';

/** In docs/operations/high-availability.md: change both. */
export const ports = { web: 3000, balancer: 80, database: 5432, pooler: 6432, primaryCheck: 8008 } as const;

/** What the balancer says by itself: as Tenko does, with a time to come again, and with a mark that tells the two apart. */
export const balancerMark = 'x-answered-by';
export const balancerAnswer = [
  'HTTP/1.1 503 Service Unavailable',
  'Retry-After: 1',
  `${balancerMark}: balancer`,
  'Cache-Control: no-store',
  'Content-Length: 0',
  'Connection: close',
  '',
  '',
].join('\r\n');

export function haproxyConfig(webs: readonly Host[], databases: readonly Host[], dir: string): string {
  const errors = [500, 502, 503, 504].map((status) => `  errorfile ${status} ${dir}/503.http`);
  return `global
  maxconn 4000
  stats socket ${dir}/haproxy.sock mode 600 level admin
defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 70s
  timeout queue 5s
  timeout http-request 10s
  option redispatch 1
  retries 2
${errors.join('\n')}
frontend tenko
  bind :${ports.balancer}
  option forwardfor
  default_backend web
backend web
  balance leastconn
  option httpchk GET /api/health/ready
  http-check expect status 200
  retry-on conn-failure empty-response
  http-request disable-l7-retry unless { method GET HEAD }
  timeout check 5s
  option srvtcpka
  srvtcpka-idle 3s
  srvtcpka-intvl 1s
  srvtcpka-cnt 3
  default-server inter 1s fastinter 500ms fall 2 rise 1
${webs.map(({ name, address }) => `  server ${name} ${address}:${ports.web} check`).join('\n')}
listen database
  mode tcp
  bind :${ports.database}
  timeout client 24h
  timeout server 24h
  option tcpka
  option httpchk OPTIONS /primary
  http-check expect status 200
  timeout check 2s
  default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
${databases.map(({ name, address }) => `  server ${name} ${address}:${ports.database} check port ${ports.primaryCheck}`).join('\n')}
`;
}

/** `balancer`: where the primary is found, whichever host it is on. */
export function pgbouncerConfig(balancer: Host, dir: string): string {
  return `[databases]
tenko = host=${balancer.address} port=${ports.database} dbname=tenko
[pgbouncer]
listen_addr = *
listen_port = ${ports.pooler}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${dir}/userlist.txt
pool_mode = transaction
default_pool_size = 40
max_client_conn = 500
server_connect_timeout = 3
server_login_retry = 1
query_wait_timeout = 10
server_idle_timeout = 60
tcp_keepidle = 5
tcp_keepintvl = 2
tcp_keepcnt = 3
tcp_user_timeout = 8000
`;
}

export function postgresSettings(): string[] {
  return [
    'listen_addresses=*',
    `port=${ports.database}`,
    'unix_socket_directories=',
    'timezone=UTC',
    'log_timezone=UTC',
    'max_connections=120',
    'shared_buffers=128MB',
    'jit=off',
    'lc_messages=C',
    'synchronous_commit=on',
    'wal_keep_size=512MB',
    'wal_sender_timeout=5s',
    'wal_receiver_timeout=5s',
    'wal_receiver_status_interval=1s',
    'wal_retrieve_retry_interval=1s',
    'tcp_keepalives_idle=5',
    'tcp_keepalives_interval=2',
    'tcp_keepalives_count=3',
    'tcp_user_timeout=8000',
    'client_connection_check_interval=2s',
  ];
}
