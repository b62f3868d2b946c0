/** Real web servers with the configurations that `docs/hosting/` gives, on ports of the test's own. */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../../../scripts/lib/running-server.ts';
import { createSiteServer } from '../../../scripts/lib/site-server.ts';
import { root } from '../../../scripts/lib/tool.ts';
import { freePort, type Host, started } from './programs.ts';

export const dist = join(root, 'dist');

/** A documented configuration with the test's folder and port; throws if it names neither. */
function configuration(file: string, replacements: readonly (readonly [string, string])[]): string {
  let text = readFileSync(join(root, 'docs/hosting', file), 'utf8');
  for (const [from, to] of replacements) {
    if (!text.includes(from)) throw new Error(`docs/hosting/${file} no longer holds "${from}"`);
    text = text.replaceAll(from, to);
  }
  return text;
}

const brotliModule = '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so';

export async function nginx(): Promise<Host> {
  const folder = mkdtempSync(join(tmpdir(), 'tracebook-nginx-'));
  const port = await freePort();
  const hasBrotli = existsSync(brotliModule);
  const site = configuration('nginx.conf', [
    ['listen 80;', `listen 127.0.0.1:${port};`],
    ['/srv/tracebook/dist', dist],
    ...(hasBrotli ? [] : ([['brotli_static on;', '']] as const)),
  ]);
  writeFileSync(join(folder, 'site.conf'), site);
  const main = [
    hasBrotli ? `load_module ${brotliModule};` : '',
    // Started by root, the workers would otherwise be somebody who may not read the folder.
    process.getuid?.() === 0 ? 'user root;' : '',
    'daemon off;',
    `pid ${folder}/pid;`,
    'events {}',
    'http {',
    '  include /etc/nginx/mime.types;',
    '  access_log off;',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `  ${name}_temp_path ${folder}/${name};`,
    ),
    `  include ${folder}/site.conf;`,
    '}',
  ];
  writeFileSync(join(folder, 'nginx.conf'), main.join('\n'));
  return started(
    'nginx',
    ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')],
    `http://127.0.0.1:${port}`,
    folder,
  );
}

export async function caddy(): Promise<Host> {
  const folder = mkdtempSync(join(tmpdir(), 'tracebook-caddy-'));
  const port = await freePort();
  const site = configuration('Caddyfile', [
    ['tracebook.example {', `http://127.0.0.1:${port} {`],
    ['/srv/tracebook/dist', dist],
  ]);
  writeFileSync(join(folder, 'Caddyfile'), `{\n\tadmin off\n}\n${site}`);
  return started(
    'caddy',
    ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')],
    `http://127.0.0.1:${port}`,
    folder,
  );
}

/** A host that reads `_headers` itself, as `npm run serve` does. */
export function headersHost(): Promise<Host> {
  return startServer(createSiteServer(dist));
}
