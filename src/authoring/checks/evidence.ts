import { canonicalRuns } from '../../lib/evidence/canonical.ts';
import { scenarioStamp } from '../../lib/evidence/stamp.ts';
import { matchesTemplate } from '../../lib/finder/index.ts';
import { sha256 } from '../evidence-hashes.ts';
import type { GuideSource } from '../guide-source.ts';
import type { Problem } from '../problem.ts';
import { problem } from '../problem.ts';
import { isWritten } from '../written.ts';

/** Evidence that is missing, was edited by hand, proves other code, or whose message is not the guide's. */
export function checkEvidence(guide: GuideSource): Problem[] {
  return [
    ...checkPresence(guide),
    ...checkChecksum(guide),
    ...checkFreshness(guide),
    ...checkReproductions(guide),
  ];
}

function checkPresence(guide: GuideSource): Problem[] {
  if (!isWritten(guide) || guide.evidence) return [];
  const file = guide.file.replace(/[^/]+$/, 'evidence.json');
  return [problem('evidence-missing', { file, line: 1, column: 1 }, { name: guide.slug })];
}

function checkChecksum({ evidence }: GuideSource): Problem[] {
  if (!evidence || sha256(canonicalRuns(evidence.record.runs)) === evidence.record.checksum)
    return [];
  return [problem('evidence-checksum', evidence.place)];
}

function checkFreshness({ slug, evidence }: GuideSource): Problem[] {
  if (!evidence) return [];
  const names = new Set(
    evidence.record.runs.flatMap((run) => run.scenarios.map(({ name }) => name)),
  );
  return [...names].flatMap((name) => {
    const stamp = scenarioStamp(name, evidence.record, evidence.hashes);
    if (stamp.state === 'stale' && stamp.because !== 'error-not-raised') {
      return [problem('evidence-stale', evidence.place, { name, owner: slug })];
    }
    return stamp.state === 'failed'
      ? [problem('evidence-failed', evidence.place, { name, owner: slug })]
      : [];
  });
}

/** An error scenario names the message it reproduces; what it printed must match that template. */
function checkReproductions({ data, evidence }: GuideSource): Problem[] {
  if (!evidence) return [];
  return evidence.record.runs
    .flatMap((run) => run.scenarios)
    .flatMap(({ name, outcome, reproduces, message }) => {
      if (outcome !== 'passed' || !reproduces) return [];
      const own = data.messages.find(({ id }) => id === reproduces);
      if (!own)
        return [problem('evidence-message-unknown', evidence.place, { name, owner: reproduces })];
      return matchesTemplate(own.template, message ?? '')
        ? []
        : [problem('evidence-message-differs', evidence.place, { name, owner: reproduces })];
    });
}
