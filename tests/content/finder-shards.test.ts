import { describe, expect, it } from 'vitest';
import { find, openPack, pack, packDetails, type Hit } from '../../src/lib/finder/index.ts';
import { shard } from '../../src/lib/finder/shards/build.ts';
import { candidates } from '../../src/lib/finder/shards/candidates.ts';
import { plan } from '../../src/lib/finder/shards/plan.ts';
import { loadCorpus } from '../eval/corpus.ts';
import { StoredShards } from '../eval/stored-shards.ts';

const { signatures, examples } = loadCorpus();
const [whole, details] = [pack(signatures), packDetails(signatures)];
const stored = new StoredShards(shard(whole, details));
const index = openPack(whole, details);
/** One printed message of each guide: all of them take a minute. */
const printed = signatures.flatMap(({ slug }) => examples.find((one) => one.slug === slug) ?? []);

/** What is shown with confidence; the rest depends on which other guides were fetched. */
function confident(hits: readonly Hit[]): Hit[] {
  return hits.filter(({ group }) => group !== 'related');
}

describe('the site’s guides in shards', () => {
  it.each(printed.map(({ slug, text }) => [slug, text]))('answer alike: %s', async (slug, text) => {
    const joined = await candidates(plan({ text }, stored.index), stored.index, stored);
    expect(joined.pack.slugs).toContain(slug);
    const hits = find(text, openPack(joined.pack, joined.details), { locale: 'en' });
    expect(confident(hits)).toEqual(confident(find(text, index, { locale: 'en' })));
  });
});
