/** What a paste is good for beside its answers: the reader's set-up, replies, a probe's output. */
export { fillContext } from '../guide/paste-context.ts';
export { offerReplies } from './offer-reply.ts';
export { showProbe } from './probe-view.ts';
