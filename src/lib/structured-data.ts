/** Structured data of schema.org, as compact as search engines accept it. */

/** One step of the way to a page; the last is the page itself and needs no address. */
export interface Crumb {
  name: string;
  url?: string;
}

export interface ArticleFacts {
  headline: string;
  url: string;
  /** `en` or `zh-CN`. */
  lang: string;
  published: string;
  updated: string;
  /** Address of the social card. */
  image: string;
}

/** A guide: a technical article and the way to it. */
export function articleData(facts: ArticleFacts, crumbs: readonly Crumb[]): object {
  return {
    '@context': 'https://schema.org',
    '@graph': [
      {
        '@type': 'TechArticle',
        headline: facts.headline,
        url: facts.url,
        inLanguage: facts.lang,
        datePublished: facts.published,
        dateModified: facts.updated,
        image: facts.image,
      },
      {
        '@type': 'BreadcrumbList',
        itemListElement: crumbs.map(({ name, url }, index) => ({
          '@type': 'ListItem',
          position: index + 1,
          name,
          ...(url === undefined ? {} : { item: url }),
        })),
      },
    ],
  };
}

/** A home page: the site and how to search it. */
export function siteData(name: string, url: string, lang: string, find: string): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'WebSite',
    name,
    url,
    inLanguage: lang,
    potentialAction: {
      '@type': 'SearchAction',
      target: { '@type': 'EntryPoint', urlTemplate: `${find}?q={search_term_string}` },
      'query-input': 'required name=search_term_string',
    },
  };
}

/** Text of a `<script type="application/ld+json">`: nothing in it can end the element. */
export function dataBlock(data: object): string {
  return JSON.stringify(data).replaceAll('<', String.raw`\u003c`);
}
