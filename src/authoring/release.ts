import { checkContent, givenFolder, reportContent } from './check-content.ts';
import { appendToLock } from './permalinks.ts';

/**
 * `npm run release`: enters what is about to be published into the lock, if the content has no
 * problem.
 */
const contentDir = givenFolder({
  usage: 'npm run release -- [FOLDER]',
  does: 'Enters what is about to be published into content/permalinks.lock, if the content has no problem.',
});
const checked = checkContent(contentDir);
process.exitCode = reportContent(checked);
if (process.exitCode === 0) {
  const added = appendToLock(contentDir, checked.content);
  const next = added.length > 0 ? '; commit content/permalinks.lock' : '';
  console.log(`permalinks: ${added.length} added${next}`);
}
