import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { APIRoute, GetStaticPaths } from 'astro';
import { restoredGuides } from './fresh-guides.ts';
import { providedContent } from './provided-content.ts';

/** One guide's file that is no page. */
interface DirectFile {
  params: Readonly<Record<string, string>> & { slug: string };
  /** Called where the file must be made. */
  body: () => Body | Promise<Body>;
}

type Body = string | Uint8Array<ArrayBuffer>;

/**
 * A route of files that need nothing of Astro's. A build writes them here and leaves none for Astro, whose
 * requests and responses took an eighth of a build's time at a thousand pages; in development it
 * serves them as `type`.
 */
export function directFiles(type: string, list: () => DirectFile[] | Promise<DirectFile[]>) {
  const getStaticPaths = (async ({ routePattern }) => {
    const files = await list();
    const { dist } = providedContent();
    if (!dist) return files.map(({ params, body }) => ({ params, props: { body } }));
    const restored = await restoredGuides();
    for (const { params, body } of files.filter(({ params: { slug } }) => !restored.has(slug))) {
      const path = join(dist, addressOf(routePattern, params));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, await body());
    }
    return [];
  }) satisfies GetStaticPaths;
  const GET: APIRoute<Pick<DirectFile, 'body'>> = async ({ props }) =>
    new Response(await props.body(), { headers: { 'content-type': type } });
  return { getStaticPaths, GET };
}

/** `/files/[slug]/[file]` with its parameters put in. */
function addressOf(pattern: string, params: Readonly<Record<string, string>>): string {
  return pattern.replace(/\[(\w+)\]/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`${pattern} needs a value of "${name}"`);
    return value;
  });
}
