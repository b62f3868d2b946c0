import type { ArticleBlock, ArticlePart } from './article-markdown.ts';
import { blocks, codeBlock } from './markdown-text.ts';
import type { TwinGuide, TwinWords } from './types.ts';

/** A section's prose with its snippets in place, as they ran. */
export function partText(guide: TwinGuide, words: TwinWords, part: ArticlePart): string {
  return blocks(...part.blocks.map((block) => blockText(guide, words, block)));
}

function blockText(guide: TwinGuide, words: TwinWords, block: ArticleBlock): string {
  switch (block.kind) {
    case 'prose':
      return block.markdown;
    case 'sample':
      return blocks(`*${words.snippet.illustration}*`, block.markdown);
    case 'snippet':
      return snippet(guide, words, block.region);
  }
}

/** File and readers of a region in one line, then its code. */
function snippet({ slug, regions, data }: TwinGuide, words: TwinWords, name: string): string {
  const source = regions[name];
  if (!source) throw new Error(`${slug}: no region "${name}" in repro.py or commands.sh`);
  const described = data.fixes.flatMap(({ regions: own }) => own).find((r) => r.name === name);
  const readers = [
    ...(described?.trainer ?? []).map((id) => words.snippet.forTrainer[id]),
    ...(described?.gpu ?? []).map((id) => words.context.families[id]),
  ];
  const title = [described?.file, readers.join(', ')].filter(Boolean).join(' · ');
  return blocks(title && `**${title}**`, codeBlock(source.code, source.language));
}
