// @ts-check
import js from '@eslint/js';
import * as astroParser from 'astro-eslint-parser';
import astro from 'eslint-plugin-astro';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const fromDom = 'Build nodes with document.createElement and textContent: no HTML from strings.';
const htmlSinks = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'setHTMLUnsafe'];

const ignored = [
  'dist/',
  'dist-next/',
  'dist-cli/',
  'dist-action/',
  '.astro/',
  'test-results/',
  'playwright-report/',
];

const everywhere = {
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-undef': 'off', // TypeScript's work
  'object-shorthand': 'error',
  'prefer-template': 'error',
};

export default defineConfig(
  globalIgnores([...ignored, 'tests/fixtures/', 'content/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  { files: ['**/*.{ts,js,mjs,astro}'], rules: everywhere },
  {
    files: ['**/*.ts'],
    ignores: ['**/*.astro/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // tsconfig's noPropertyAccessFromIndexSignature asks for the opposite.
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      // An empty setting means the default, so || is right for strings.
      '@typescript-eslint/prefer-nullish-coalescing': [
        'error',
        { ignorePrimitives: { string: true } },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    // Loops over indexes they have just bounded; a check per element would cost time and read
    // worse.
    files: ['src/lib/finder/**/*.ts', 'tests/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    // Its work is to find control characters and joiners.
    files: ['src/lib/finder/clean.ts', 'src/lib/markdown-safe.ts'],
    rules: { 'no-control-regex': 'off', 'no-misleading-character-class': 'off' },
  },
  {
    // Imports of .astro files, whose types only `astro check` knows.
    files: ['src/components/mdx.ts'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  ...astro.configs['flat/recommended'],
  ...astro.configs['flat/jsx-a11y-recommended'],
  {
    // `astro check` knows the types of these files; rules that need types are left to it.
    files: ['**/*.astro'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: {
      parser: astroParser,
      parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.astro'] },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      'no-unused-vars': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^(Props$|_)' }],
      // A block that scrolls needs a tab stop, or the keyboard cannot scroll it (axe asks for it).
      'astro/jsx-a11y/no-noninteractive-tabindex': 'off',
      // A <template> holds links that an element fills in; axe judges the finished page.
      'astro/jsx-a11y/anchor-has-content': 'off',
      'astro/jsx-a11y/anchor-is-valid': 'off',
    },
  },
  {
    // What the browser runs: never HTML from strings, never a log line left behind.
    files: ['src/components/**/*.ts', 'src/lib/**/*.ts'],
    rules: {
      'no-console': 'error',
      'no-eval': 'error',
      'no-restricted-properties': [
        'error',
        ...htmlSinks.map((property) => ({ property, message: fromDom })),
        { object: 'document', property: 'write', message: fromDom },
        { object: 'document', property: 'cookie', message: 'The site sets no cookies.' },
      ],
    },
  },
);
