/**
 * Every kind of problem that content can have: what is wrong, and how to repair it. A data table:
 * the code is what tests and editors hold on to, the sentences are what authors read. Checks name a
 * code and give its context.
 */

interface Named {
  name: string;
}
interface Owned extends Named {
  owner: string;
}
interface Detailed {
  detail: string;
}
/** Of a file that the program `owner` writes. */
interface Written extends Detailed {
  owner: string;
}
interface Measured {
  length: number;
  shortest: number;
  longest: number;
}
interface InLanguage {
  locale: string;
}

type Wording = Readonly<Record<'message' | 'fix', (context: never) => string>>;

export const problemTable = {
  // Files and folders
  'slug-not-kebab': {
    message: ({ name }: Named) => `the folder name "${name}" is not a permanent address`,
    fix: () =>
      'name the folder in lower-case ASCII words joined by hyphens, 3 to 60 characters, such as "cuda-oom"',
  },
  'slug-duplicate': {
    message: ({ name, owner }: Owned) =>
      `the folder "${name}" differs from "${owner}" only in upper and lower case`,
    fix: () => 'merge the two guides, or give one of them another name',
  },
  'unexpected-file': {
    message: ({ name }: Named) => `"${name}" has no place in a guide`,
    fix: () => 'keep guide.yaml, en.mdx, zh.mdx, repro.py, commands.sh and evidence.json only',
  },
  'file-missing': {
    message: ({ name }: Named) => `${name} is missing`,
    fix: ({ name }: Named) => `create ${name}: nothing can be built without it`,
  },
  'file-folder': {
    message: ({ name }: Named) => `"${name}" is a folder`,
    fix: () => 'remove or rename it: a file of this name belongs here',
  },
  'file-encoding': {
    message: ({ name }: Named) => `this line of ${name} is not text in UTF-8`,
    fix: () => 'save the file as UTF-8, with your editor or with iconv',
  },
  'file-empty': {
    message: ({ name }: Named) => `${name} is empty`,
    fix: ({ name }: Named) => `write ${name}, or remove it`,
  },
  'todo-left': {
    message: ({ detail }: Detailed) => `still to do: ${detail}`,
    fix: () => 'write what it asks for and remove the words from TODO on',
  },
  'article-missing': {
    message: ({ name }: Named) => `${name} is missing, but the guide says "state: written"`,
    fix: ({ name }: Named) => `write ${name}, or set "state: planned" and remove the other article`,
  },
  'article-of-planned': {
    message: ({ name }: Named) =>
      `${name} exists, but the guide says "state: planned" and has no page`,
    fix: () => 'set "state: written" and complete guide.yaml, or remove the article',
  },

  // Syntax and shape
  'yaml-text-cut': {
    message: ({ detail }: Detailed) =>
      `" #" starts a comment in YAML: the text ends before it, and "${detail}" is lost`,
    fix: () => 'put the whole text in single quotes, or the comment on a line of its own',
  },
  'yaml-syntax': {
    message: ({ detail }: Detailed) => `YAML cannot be read here: ${detail}`,
    fix: () => 'check indentation, colons and brackets; quote text that holds ": " or " #"',
  },
  'evidence-checksum': {
    message: () =>
      'evidence.json does not have the checksum that it claims: it was changed by hand',
    fix: () => 'restore the file, or let tools/repro/run.py write it again',
  },
  'evidence-stale': {
    message: ({ name }: Owned) => `the code of "${name}" has changed since it was executed`,
    fix: ({ owner }: Owned) => `execute it again: npm run verify -- ${owner}`,
  },
  'evidence-missing': {
    message: ({ name }: Named) => `nothing of "${name}" was executed: it has no evidence.json`,
    fix: ({ name }: Named) => `execute it, or restore the file: npm run verify -- ${name}`,
  },
  'evidence-failed': {
    message: ({ name }: Owned) => `"${name}" failed when it was executed`,
    fix: ({ owner }: Owned) => `mend repro.py and execute it again: npm run verify -- ${owner}`,
  },
  'evidence-message-unknown': {
    message: ({ name, owner }: Owned) =>
      `"${name}" reproduces "${owner}", which guide.yaml does not list`,
    fix: () =>
      'name the id of a message of this guide in @scenario(reproduces=…), and execute it again',
  },
  'evidence-message-differs': {
    message: ({ name, owner }: Owned) =>
      `what "${name}" printed does not match the template "${owner}"`,
    fix: () => 'correct the template to what is really printed',
  },
  'json-syntax': {
    message: ({ detail }: Written) => `JSON cannot be read here: ${detail}`,
    fix: ({ owner }: Written) => `let ${owner} write it again: nobody edits this file`,
  },
  'json-shape': {
    message: ({ detail }: Written) => `this has another shape: ${detail}`,
    fix: ({ owner }: Written) => `let ${owner} write it again: nobody edits this file`,
  },
  'mdx-syntax': {
    message: ({ detail }: Detailed) => `MDX cannot be read here: ${detail}`,
    fix: () => 'close every component; write { } and < in prose as code, between backticks',
  },
  'front-matter-unclosed': {
    message: () => 'the front matter that begins here has no end',
    fix: () => 'add a line with --- after its last key',
  },
  'fence-unclosed': {
    message: () => 'the code block that begins here has no end',
    fix: () => 'add a line with the same marks after its last line',
  },
  'key-unknown': {
    message: ({ name }: Named) => `"${name}" is not a key that is known here`,
    fix: () => 'remove it, or correct its spelling or indentation (see src/schemas)',
  },
  'key-missing': {
    message: ({ name }: Named) => `"${name}" is missing`,
    fix: ({ name }: Named) => `add "${name}" (see src/schemas)`,
  },
  'value-invalid': {
    message: ({ name }: Named & Detailed) => `"${name}" has a value that cannot be used`,
    fix: ({ detail }: Named & Detailed) => detail,
  },

  // Ids and references
  'id-duplicate': {
    message: ({ owner, name }: Owned) => `the id "${name}" is used twice in "${owner}"`,
    fix: () => 'ids become anchors: give each its own',
  },
  'reference-dangling': {
    message: ({ owner, name }: Owned) => `"${owner}" names "${name}", which does not exist`,
    fix: ({ owner }: Owned) => `correct the spelling, or add what "${owner}" should point to`,
  },
  'reference-self': {
    message: ({ owner }: Owned) => `"${owner}" names the guide itself`,
    fix: () => 'remove it: only other guides belong here',
  },
  'retired-lives': {
    message: ({ name }: Named) => `"${name}" is retired, but content/guides/${name} exists`,
    fix: () => 'remove the folder, or its entry in content/retired.yaml',
  },
  'retired-successor': {
    message: ({ owner, name }: Owned) =>
      `"${owner}" names the successor "${name}", which is not a guide`,
    fix: () => 'name a guide that exists, or null where nothing replaces it',
  },
  'order-wrong': {
    message: ({ name, owner }: Owned) => `"${name}" stands after "${owner}"`,
    fix: ({ name, owner }: Owned) => `move "${name}" before "${owner}"`,
  },

  // Values
  'date-impossible': {
    message: ({ name }: Named) => `"${name}" is not a day of the calendar`,
    fix: () => 'correct the month or the day (year-month-day)',
  },
  'range-invalid': {
    message: ({ name, owner }: Owned) => `"${name}" is not a PEP 440 range for "${owner}"`,
    fix: () => 'write it as ">=4.40,<5", "==2.3.*" or "*" for every release',
  },
  'version-invalid': {
    message: ({ name, owner }: Owned) => `"${name}" is not a PEP 440 version of "${owner}"`,
    fix: () => 'name one release, such as "2026.7.1"',
  },
  'card-undrawable': {
    message: ({ name }: Named) => `no font of the social cards can draw ${name}`,
    fix: () => 'write it in other characters, or add a face that has it to src/cards/fonts.ts',
  },
  'description-length': {
    message: ({ length, shortest, longest }: Measured) =>
      `the description has ${length} characters; lists of results want ${shortest} to ${longest}`,
    fix: ({ shortest }: Measured) =>
      `say cause and fix in one sentence of about ${shortest * 3} characters`,
  },
  'source-homepage': {
    message: ({ name }: Named) => `${name} is a home page and supports nothing in particular`,
    fix: () => 'link the page, file and commit, or thread where a reader can see the claim',
  },
  untranslated: {
    message: ({ name }: Named) => `"${name}" is not written in Chinese`,
    fix: () => 'write the Chinese text; a printed message in it stays as it is',
  },

  // Messages
  'template-invalid': {
    message: ({ detail }: Detailed) => `the template cannot be used: ${detail}`,
    fix: () => '{name} stands for changing text; write a literal brace as {{ or }}',
  },
  'template-vague': {
    message: () => 'the template has no distinctive word, so it would match other errors',
    fix: () => 'keep more of the literal wording, or a second line of the message',
  },
  'template-foreign': {
    message: ({ name, owner }: Owned) =>
      `the template also matches "${name}", an example of the guide "${owner}"`,
    fix: () => 'keep more of the literal wording here, or move the message to one guide',
  },
  'example-unmatched': {
    message: ({ name }: Named) =>
      `the example does not match the template of the message "${name}"`,
    fix: () => 'quote what the program printed, and correct the template to it',
  },
  'headline-unmatched': {
    message: () => 'the headline matches no template of this guide',
    fix: () => 'quote one printed instance of a message in "messages"',
  },

  // Regions of repro.py and commands.sh
  'region-unclosed': {
    message: ({ name }: Named) => `the region "${name}" has no end`,
    fix: () => 'add "# endregion" after its last line',
  },
  'region-unopened': {
    message: () => 'this "# endregion" ends nothing',
    fix: () => 'add "# region: name" before it, or remove it',
  },
  'region-nested': {
    message: ({ name }: Named) => `the region "${name}" begins inside another one`,
    fix: () => 'end the outer region first: regions follow one another',
  },
  'region-duplicate': {
    message: ({ name }: Named) => `there is more than one region "${name}" in this guide`,
    fix: () => 'give each region its own name, in repro.py and commands.sh together',
  },
  'region-empty': {
    message: ({ name }: Named) => `the region "${name}" has no lines`,
    fix: () => 'put code between its markers, or remove them',
  },
  'region-badly-named': {
    message: ({ name }: Named) => `"${name}" is not a region name`,
    fix: () => 'use lower-case words joined by hyphens, such as "fix-bf16-flags/trl"',
  },
  'region-unknown': {
    message: ({ name }: Named) => `there is no region "${name}" in repro.py or commands.sh`,
    fix: ({ name }: Named) => `add "# region: ${name}" around the code, or correct the name`,
  },
  'region-unused': {
    message: ({ name, locale }: Named & InLanguage) =>
      `the region "${name}" is not shown in ${locale}.mdx`,
    fix: ({ name }: Named) => `put <Snippet region="${name}" /> into this fix or into <QuickFix>`,
  },
  'fix-without-snippet': {
    message: ({ name }: Named) =>
      `<Fix id="${name}"> shows no code, although guide.yaml lists regions for it`,
    fix: () => 'show at least one of its regions here, not in <QuickFix> alone',
  },
  'snippet-lines': {
    message: ({ name, owner }: Owned) => `"${name}" are not lines of the region "${owner}"`,
    fix: () => 'count from 1 inside the region, such as lines="2" or lines="2-4,7"',
  },

  // The grammar of an article
  'mdx-import': {
    message: () => 'import and export are not part of content',
    fix: () => 'remove it: the components of articles are there already',
  },
  'mdx-expression': {
    message: () => 'a { } expression is not part of content',
    fix: () => 'write the text itself; put braces between backticks',
  },
  'page-component': {
    message: () => 'pages are Markdown: components, HTML, imports and { } have no place in them',
    fix: () => 'write it in Markdown, and braces and < as code, between backticks',
  },
  'component-unknown': {
    message: ({ name }: Named) => `<${name}> is not a component of articles`,
    fix: () => 'use the components of src/authoring/article-grammar.ts, and Markdown for the rest',
  },
  'component-misplaced': {
    message: ({ name }: Named) => `<${name}> must not stand here`,
    fix: () =>
      'sections stand side by side at the left margin; only Snippet, Sample, Figure and Term go inside them',
  },
  'component-inline': {
    message: ({ name }: Named) => `<${name}> stands inside a paragraph`,
    fix: ({ name }: Named) => `put <${name}> on a line of its own, with empty lines around it`,
  },
  'component-alone': {
    message: ({ name }: Named) => `<${name}> stands on a line of its own`,
    fix: ({ name }: Named) => `put <${name}> around a word of a sentence`,
  },
  'term-misplaced': {
    message: ({ name, owner }: Owned) => `<Term id="${name}"> stands in a ${owner}`,
    fix: () => 'mark the term where it first stands in plain text',
  },
  'term-unknown': {
    message: ({ name }: Named) => `the glossary has no term "${name}"`,
    fix: () => 'correct the id, or add the term to content/glossary.yaml in both languages',
  },
  'term-repeated': {
    message: ({ name }: Named) => `the term "${name}" is marked here a second time`,
    fix: () => 'mark its first use only: more links slow the reader down',
  },
  'term-unmarked': {
    message: ({ name }: Named) => `articles use the term "${name}", and none links it`,
    fix: ({ name }: Named) => `put <Term id="${name}">…</Term> around its first use in a guide`,
  },
  'terms-differ': {
    message: ({ detail, locale }: Detailed & InLanguage) =>
      `this article does not mark the same terms as ${locale}.mdx; the difference: ${detail}`,
    fix: () => 'mark the same terms in both languages',
  },
  'attribute-unknown': {
    message: ({ owner, name }: Owned) => `<${owner}> has no attribute "${name}"`,
    fix: () => 'remove it, or correct its spelling; attributes are plain text in quotes',
  },
  'attribute-missing': {
    message: ({ owner, name }: Owned) => `<${owner}> lacks its attribute "${name}"`,
    fix: ({ owner, name }: Owned) => `write <${owner} ${name}="…">`,
  },
  'prose-outside-section': {
    message: () => 'this text stands outside every section',
    fix: () => 'move it into the section it belongs to, such as <Principles>',
  },
  'code-unlabelled': {
    message: () => 'a code block stands for itself, so readers would take it for code that ran',
    fix: () => 'show a region with <Snippet region="…" />, or wrap the block in <Sample>',
  },
  'sample-empty': {
    message: () => '<Sample> holds no code block',
    fix: () => 'put one fenced code block inside it, with empty lines around it',
  },
  'figure-unknown': {
    message: ({ name }: Named) => `there is no figure "${name}"`,
    fix: () => 'use one of the ids in src/lib/figures/ids.ts',
  },
  'figure-repeated': {
    message: ({ name }: Named) => `the figure "${name}" stands here a second time`,
    fix: () => 'show it once in a section, and link to it elsewhere',
  },
  'image-misplaced': {
    message: () => 'articles and pages have no images',
    fix: () => 'say in words what it shows, or quote what was printed in <Sample>',
  },
  'mark-left': {
    message: ({ name }: Named) => `"${name}" is left in the text: Markdown made nothing of it`,
    fix: () =>
      'close what it opens, define the reference, or write it as code; remove what is invisible',
  },
  'heading-level': {
    message: ({ name }: Named) => `the heading "${name}" has the wrong level`,
    fix: () => 'use ### only: the page itself makes the levels above',
  },
  'heading-without-id': {
    message: ({ name }: Named) => `the heading "${name}" has no id`,
    fix: () => 'end it with an id that both languages share, such as {#why-norms-are-fp32}',
  },
  'heading-id-taken': {
    message: ({ name }: Named) => `the id "${name}" is taken on this page`,
    fix: () => 'choose another id; the ids of sections, causes and fixes are reserved',
  },
  'section-missing': {
    message: ({ name }: Named) => `<${name}> is missing`,
    fix: ({ name }: Named) => `add <${name}>…</${name}>`,
  },
  'section-repeated': {
    message: ({ name }: Named) => `<${name}> stands here a second time`,
    fix: () => 'merge the two',
  },
  'section-order': {
    message: ({ name, owner }: Owned) => `<${name}> stands after <${owner}>`,
    fix: () =>
      'keep the order Verdict, QuickFix, Cause…, Fix…, DoesNotHelp, Principles, BestPractices',
  },

  // What guide.yaml and the two languages must agree on
  'cause-missing': {
    message: ({ name, locale }: Named & InLanguage) =>
      `the cause "${name}" is missing in ${locale}.mdx`,
    fix: ({ name }: Named & InLanguage) =>
      `add <Cause id="${name}"> at the place it has in guide.yaml`,
  },
  'cause-unknown': {
    message: ({ name }: Named) => `guide.yaml has no cause "${name}"`,
    fix: () => 'correct the id, or add the cause to guide.yaml',
  },
  'cause-order': {
    message: ({ name }: Named) => `the cause "${name}" stands elsewhere in guide.yaml`,
    fix: () => 'keep the order of guide.yaml in both languages',
  },
  'fix-missing': {
    message: ({ name, locale }: Named & InLanguage) =>
      `the fix "${name}" is missing in ${locale}.mdx`,
    fix: ({ name }: Named & InLanguage) =>
      `add <Fix id="${name}"> at the place it has in guide.yaml`,
  },
  'fix-unknown': {
    message: ({ name }: Named) => `guide.yaml has no fix "${name}"`,
    fix: () => 'correct the id, or add the fix to guide.yaml',
  },
  'fix-order': {
    message: ({ name }: Named) => `the fix "${name}" stands elsewhere in guide.yaml`,
    fix: () => 'keep the order of guide.yaml in both languages',
  },
  'snippets-differ': {
    message: ({ name, detail, locale }: Named & Detailed & InLanguage) =>
      `<${name}> does not show the same snippets as in ${locale}.mdx, which has: ${detail}`,
    fix: () => 'show the same snippets in the same order in both languages',
  },
  'figures-differ': {
    message: ({ name, detail, locale }: Named & Detailed & InLanguage) =>
      `<${name}> does not show the same figures as in ${locale}.mdx, which has: ${detail}`,
    fix: () => 'show the same figures in the same order in both languages',
  },
  'headings-differ': {
    message: ({ name, detail, locale }: Named & Detailed & InLanguage) =>
      `<${name}> does not have the same heading ids as in ${locale}.mdx, which has: ${detail}`,
    fix: () => 'give both languages the same headings, with the same {#id}, in the same order',
  },
  'links-differ': {
    message: ({ name, detail, locale }: Named & Detailed & InLanguage) =>
      `<${name}> does not link to the same guides as in ${locale}.mdx, which has: ${detail}`,
    fix: () => 'link the same guides and anchors in both languages; the order is free',
  },

  // What adapts to the reader
  'placeholder-unused': {
    message: ({ name }: Named) => `"${name}" stands in no snippet of this guide`,
    fix: () => 'write the value as it stands in repro.py or commands.sh, without its quotes',
  },
  'cause-unreachable': {
    message: ({ name }: Named) => `no answer leads to the cause "${name}"`,
    fix: () => 'name it in "causes" of an answer: every cause can be found by the questions',
  },
  'answer-open': {
    message: ({ name }: Named) => `"${name}" leads nowhere: no question follows`,
    fix: () => 'give the answer its "causes", or add the question that it leads to',
  },
  'question-unreachable': {
    message: ({ name }: Named) => `no answer leads to the question "${name}"`,
    fix: () => 'leave "causes" out of an answer before it: such an answer leads on',
  },
  'fact-unknown': {
    message: ({ name }: Named) => `the line of this rule has no fact "${name}"`,
    fix: ({ name }: Named) => `write {${name}} in "line", or correct the name`,
  },
  'probe-unprinted': {
    message: ({ name }: Named) => `no run of "${name}" printed a line that a rule can read`,
    fix: () => 'copy "line" from what the program printed, and execute its scenario',
  },

  // Links and permanence
  'link-absolute': {
    message: ({ name }: Named) => `${name} breaks where the site is served under another path`,
    fix: () => 'link relative to the page: #cause-…, ../other-guide/#fix-…, ../../glossary/#…',
  },
  'link-invalid': {
    message: ({ name }: Named) => `"${name}" is no address that a reader can follow`,
    fix: () => 'link https://…, a page of this site as ../its-slug/, or an anchor as #cause-…',
  },
  'link-broken': {
    message: ({ name }: Named) => `${name} leads to no page of this site`,
    fix: () =>
      'link a written guide as ../its-slug/, with the slash, or a page such as ../../glossary/',
  },
  'anchor-broken': {
    message: ({ name, owner }: Owned) => `"#${name}" does not exist on ${owner}`,
    fix: () => 'use a section, #cause-<id>, #fix-<id> or the {#id} of a heading',
  },
  'moved-target-unknown': {
    message: ({ name }: Named) => `"${name}" is no cause or fix of this guide`,
    fix: () => 'write the anchor that answers now, such as "fix-upgrade"',
  },
  'moved-anchor-in-use': {
    message: ({ name }: Named) => `"${name}" is an anchor of this page still`,
    fix: () => 'remove it from `moved`, or rename what bears it',
  },
  'permalink-invalid': {
    message: ({ name }: Named) => `"${name}" is not a published path`,
    fix: () => 'restore the line: npm run release writes this file, nobody edits it',
  },
  'permalink-vanished': {
    message: ({ name }: Named) => `${name} was published and is gone`,
    fix: () =>
      'bring it back, or redirect it: an anchor by `moved` in guide.yaml, a whole guide by content/retired.yaml',
  },
} as const satisfies Readonly<Record<string, Wording>>;
