/** The authors' door: the names that may be used in an article, and those that the build puts around them. */
import Figure from './figure/Figure.astro';
import BestPractices from './guide/BestPractices.astro';
import Cause from './guide/Cause.astro';
import DoesNotHelp from './guide/DoesNotHelp.astro';
import Fix from './guide/Fix.astro';
import Principles from './guide/Principles.astro';
import QuickFix from './guide/QuickFix.astro';
import RootCause from './guide/RootCause.astro';
import Solutions from './guide/Solutions.astro';
import Term from './guide/Term.astro';
import Verdict from './guide/Verdict.astro';
import CodeLines from './snippet/CodeLines.astro';
import Sample from './snippet/Sample.astro';
import Snippet from './snippet/Snippet.astro';

export const articleComponents = {
  BestPractices,
  Cause,
  CodeLines,
  DoesNotHelp,
  Figure,
  Fix,
  Principles,
  QuickFix,
  RootCause,
  Sample,
  Snippet,
  Solutions,
  Term,
  Verdict,
};
