import { define, Element } from '../dom/element.ts';

export class FinderBox extends Element {
  protected connect(_signal: AbortSignal): void {}
}

define('tb-finder-box', FinderBox);
