/** How the output of a guide's probe is read. Built from `guide.yaml`, fetched when a reader pastes. */
export interface Probe {
  /** Tried from the first on; each looks at every printed line. */
  rules: readonly ProbeRule[];
}

export interface ProbeRule {
  /** The printed line: `{name}` stands for one fact, a word without spaces. */
  line: string;
  /** Facts that must hold, by name; `*` at either end of a value stands for anything. */
  when: Readonly<Record<string, string | readonly string[]>>;
  /** The causes that it shows, most often one. None: the facts are sound. */
  causes: readonly string[];
}

/** The facts of one printed line, by name. */
export type Facts = Readonly<Record<string, string>>;
