/**
 * `npm run screenshots`: draws the pictures of the README from the built site, into `docs/images/`.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type BrowserContextOptions, chromium } from '@playwright/test';
import sharp from 'sharp';
import { readCommand } from '../src/authoring/command.ts';
import { site } from '../src/site.ts';
import { chromiumOptions } from './browser.mjs';
import { dist, requireSite } from './lib/dist.ts';
import { startServer } from './lib/running-server.ts';
import { createSiteServer } from './lib/site-server.ts';
import { root } from './lib/tool.ts';

/** The first screens that answer: a desktop, and a phone as sharp as phones are. */
const pictures: readonly { file: string; path: string; as: BrowserContextOptions }[] = [
  {
    file: 'guide-en.png',
    path: 'en/guides/flash-attn-dtype/',
    as: { locale: 'en', viewport: { width: 1280, height: 800 } },
  },
  {
    file: 'guide-zh-phone.png',
    path: 'zh/guides/cuda-oom/',
    as: {
      locale: 'zh-CN',
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 2,
      isMobile: true,
      hasTouch: true,
    },
  },
];
/** A page is flat: so few colours show no difference and take a third of the bytes. */
const palette = { palette: true, colours: 64, effort: 10, compressionLevel: 9 };

const images = join(root, 'docs', 'images');
readCommand({
  usage: 'npm run screenshots',
  does: 'Draws the pictures of the README again from the built site.',
});
requireSite('show');

const server = await startServer(createSiteServer(dist));
const browser = await chromium.launch(chromiumOptions());
await mkdir(images, { recursive: true });
for (const { file, path, as } of pictures) {
  const context = await browser.newContext({ colorScheme: 'light', ...as });
  const page = await context.newPage();
  await page.goto(`${server.origin}${site.base}${path}`, { waitUntil: 'networkidle' });
  const { size } = await sharp(await page.screenshot())
    .png(palette)
    .toFile(join(images, file));
  console.log(`docs/images/${file}: ${Math.round(size / 1024)} KiB`);
  await context.close();
}
await browser.close();
await server.stop();
