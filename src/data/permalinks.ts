import { stringsOf } from '#src/i18n/strings.ts';
import { causeAnchor, fixAnchor, formerIds, sectionsOf } from '#src/lib/anchors.ts';
import type { Localized } from '#src/lib/locale.ts';
import type { PlannedGuideData, WrittenGuideData } from '#src/schemas/guide.ts';
import type { RetiredGuide } from '#src/schemas/retired.ts';
import { site } from '#src/site.ts';
import { guideData, plannedGuides, writtenGuides, type Guide } from './guides.ts';
import { providedContent } from './provided-content.ts';

interface Link {
  slug: string;
  /** Of the document, in English: the page belongs to no language. */
  title: string;
  description: string;
}

/** A part of a guide that can be linked to. */
export interface Place {
  id: string;
  /** Ids that it had before. */
  former: readonly string[];
  titles: Localized;
}

export interface WrittenLink extends Link {
  state: 'written';
  data: WrittenGuideData;
  places: readonly Place[];
}

/** Another error that a page leads to. */
export interface OtherLink {
  slug: string;
  titles: Localized;
  isWritten: boolean;
}

export interface PlannedLink extends Link {
  state: 'planned';
  data: PlannedGuideData;
  related: readonly OtherLink[];
}

export interface RetiredLink extends Link {
  state: 'retired';
  ended: RetiredGuide;
  successor: OtherLink | undefined;
}

export type PermanentLink = WrittenLink | PlannedLink | RetiredLink;

/** Every permanent link that leads somewhere. */
export function permanentLinks(): PermanentLink[] {
  const others = otherLinks();
  const planned = plannedGuides().map(({ slug, data }) => {
    const related = data.related.flatMap((other) => others.get(other) ?? []);
    return { state: 'planned', slug, data, related, ...labelsOf(data) } as const;
  });
  return [...writtenLinks(), ...planned, ...retiredLinks()];
}

/** The guides that ended, with what replaced them. */
export function retiredLinks(): RetiredLink[] {
  const others = otherLinks();
  return providedContent().retired.map((ended) => {
    return {
      state: 'retired',
      slug: ended.slug,
      title: `${stringsOf('en').permalink.ended} · ${site.name}`,
      description: ended.reason.en,
      ended,
      successor: others.get(ended.successor ?? ''),
    };
  });
}

/** Every guide as another page names it, by slug. */
function otherLinks(): ReadonlyMap<string, OtherLink> {
  return new Map(
    guideData().map(({ slug, data: { titles, state } }) => [
      slug,
      { slug, titles, isWritten: state === 'written' },
    ]),
  );
}

function writtenLinks(): WrittenLink[] {
  const [english, chinese] = [writtenGuides('en'), writtenGuides('zh')];
  return english.map((guide, index) => {
    const places = placesOf({ en: guide, zh: chinese[index] ?? guide });
    const { slug, data } = guide;
    return { state: 'written', slug, data, places, ...labelsOf(data) };
  });
}

function labelsOf({ headline, titles }: WrittenGuideData | PlannedGuideData) {
  return { title: `${headline} · ${site.name}`, description: titles.en };
}

function placesOf(guide: Localized<Guide>): Place[] {
  const { causes, fixes, moved } = guide.en.data;
  const chinese = guide.zh.article.headings;
  const sections = sectionsOf({
    causes: causes.length,
    hasEvidence: guide.en.evidence !== undefined,
  });
  const words = (id: (typeof sections)[number]) => ({
    en: stringsOf('en').guide.sections[id],
    zh: stringsOf('zh').guide.sections[id],
  });
  const places = [
    ...sections.map((id) => ({ id, titles: words(id) })),
    ...causes.map(({ id, title }) => ({ id: causeAnchor(id), titles: title })),
    ...fixes.map(({ id, title }) => ({ id: fixAnchor(id), titles: title })),
    ...guide.en.article.headings.map(({ id, text }) => ({
      id,
      titles: { en: text, zh: chinese.find((other) => other.id === id)?.text ?? text },
    })),
  ];
  return places.map((place) => ({ ...place, former: formerIds(moved, place.id) }));
}
