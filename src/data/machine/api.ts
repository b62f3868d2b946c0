import { guideAddresses } from '#src/i18n/routes.ts';
import { causeAnchor, fixAnchor } from '#src/lib/anchors.ts';
import { publishedOn, updatedOn } from '#src/lib/dates.ts';
import { fixVerificationOf, verificationOf } from '#src/lib/evidence/verification.ts';
import { toSignature } from '#src/lib/finder/signature.ts';
import { apiGuideSchema, type ApiGuide } from '#src/schemas/api/guide.ts';
import { apiGuidesSchema, type ApiGuides } from '#src/schemas/api/guides.ts';
import { apiSignaturesSchema, type ApiSignatures } from '#src/schemas/api/signatures.ts';
import type { GuideData } from '#src/schemas/guide.ts';
import { guideData, writtenGuides, type Guide } from '../guides.ts';
import { remember } from '../remember.ts';
import { envelope } from './envelope.ts';

/** One guide as the interface sees it; the page's object exists for written ones only. */
interface Entry {
  slug: string;
  data: GuideData;
  guide: Guide | undefined;
}

/** `/api/v1/guides.json`. */
export function apiGuides(): ApiGuides {
  return apiGuidesSchema.parse({ ...envelope('guides'), guides: entries().map(summary) });
}

/** Every `/api/v1/guides/<slug>.json`. */
export const apiGuideFiles = remember((): ApiGuide[] => entries().map(guideFile));

/** `/api/v1/signatures.json`. */
export function apiSignatures(): ApiSignatures {
  const signatures = guideData().map(({ slug, data }) => toSignature(slug, data));
  return apiSignaturesSchema.parse({ ...envelope('signatures'), signatures });
}

function entries(): Entry[] {
  // Which language is asked for does not matter: the interface gives both, from the same data.
  const written = new Map(writtenGuides('en').map((guide) => [guide.slug, guide]));
  return guideData().map((one) => ({ ...one, guide: written.get(one.slug) }));
}

function summary({ slug, data, guide }: Entry) {
  const [en, zh] = [guideAddresses('en', slug), guideAddresses('zh', slug)];
  const changes = guide?.data.changes ?? [];
  return {
    id: slug,
    state: data.state,
    headline: data.headline,
    exception: data.exception ?? null,
    title: data.titles,
    phase: data.phase,
    packages: data.packages,
    published: publishedOn(changes) || null,
    updated: updatedOn(changes) || null,
    permalink: en.permalink,
    page: guide ? { en: en.page, zh: zh.page } : null,
    markdown: guide ? { en: en.twin, zh: zh.twin } : null,
    api: en.api,
    verification: verificationOf(guide?.evidence, guide?.data.fixes.length ?? 0),
  };
}

function guideFile(entry: Entry): ApiGuide {
  const { data, guide } = entry;
  const written = guide?.data;
  return apiGuideSchema.parse({
    ...envelope('guide'),
    ...summary(entry),
    status: written?.status ?? null,
    impossibleOn: (written?.impossible_on ?? []).map(({ gpu, en, zh }) => ({
      gpu,
      why: { en, zh },
    })),
    messages: data.messages,
    causes: guide ? causes(guide) : [],
    fixes: guide ? fixes(guide) : [],
    unhelpful: written?.unhelpful ?? [],
    sources: data.sources,
    related: data.related,
    changes: written?.changes ?? [],
  });
}

function causes({ data }: Guide) {
  return data.causes.map(({ id, title, sign, affected, fixed_in, sources }) => ({
    ...{ id, anchor: causeAnchor(id), title, sign, affected, fixedIn: fixed_in, sources },
    fixes: data.fixes.filter((fix) => fix.causes.includes(id)).map((fix) => fix.id),
  }));
}

function fixes({ data, regions, evidence }: Guide) {
  return data.fixes.map((fix) => ({
    ...{ id: fix.id, anchor: fixAnchor(fix.id), kind: fix.kind, title: fix.title },
    causes: fix.causes,
    snippets: fix.regions.flatMap(({ name, trainer = [], gpu = [], file = null }) => {
      const source = regions[name];
      const { language, code } = source ?? {};
      return source ? [{ region: name, language, file, trainers: trainer, gpu, code }] : [];
    }),
    verification: fixVerificationOf(evidence?.fixes[fix.id]?.stamp, fix.not_run?.en),
    sources: fix.sources,
  }));
}
