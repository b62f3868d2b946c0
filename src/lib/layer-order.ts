/**
 * The whole cascade in one line: every rule of the site sits in one of these layers. The first
 * mention of a layer decides its rank, so this stands before every stylesheet: at the head of the
 * one that all pages share, and in development, where Vite injects many, inline in the page.
 */
export const layerOrder = '@layer reset,tokens,base,layout,prose,code,components,utilities,print;';
