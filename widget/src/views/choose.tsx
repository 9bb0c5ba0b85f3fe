/** The first state: what is known already, and what could be wrong. Each is one click. */
import type { KnownProblem } from '../contract';
import { h } from '../dom';
import { counted, day, type Language, words } from '../words';

/** What a kind is called. */
type Named = (kind: string) => string;

/** Holds the place of the kinds until it is known what stands above them, so that no button moves under the pointer. */
export function Looking({ rows, language }: { rows: number; language: Language }): HTMLElement {
  return (
    <div class="stack" aria-busy="true">
      <p class="soft">{words[language].looking}</p>
      {Array.from({ length: rows }, () => (
        <div class="waiting" />
      ))}
    </div>
  );
}

export function Kinds(props: {
  kinds: string[];
  named: Named;
  asksElse: boolean;
  language: Language;
  choose: (kind: string) => void;
}): HTMLElement {
  const { question, orElse } = words[props.language];
  return (
    <div class="stack" role="group" aria-labelledby="question">
      <p class="soft" id="question">
        {props.asksElse ? orElse : question}
      </p>
      {props.kinds.map((kind) => (
        <button type="button" class="kind" data-kind={kind} onclick={() => props.choose(kind)}>
          {props.named(kind)}
        </button>
      ))}
    </div>
  );
}

export function KnownProblems(props: {
  problems: KnownProblem[];
  named: Named;
  now: number;
  language: Language;
  join: (problem: KnownProblem) => void;
}): HTMLElement {
  const { known, knownElse, meToo, status, since, people } = words[props.language];
  return (
    <div class="stack" role="group" aria-labelledby="known">
      <p class="soft" id="known">
        {props.problems.some((problem) => problem.here) ? known : knownElse}
      </p>
      {props.problems.map((problem, index) => (
        <div class="known">
          <div>
            <p class="kind-name" id={`known-${index}`}>
              {props.named(problem.kind)}
            </p>
            <p class="soft">
              {[
                status[problem.status] ?? status.received,
                since.replace('{day}', day(props.language, Date.parse(problem.since), props.now)),
                counted(props.language, people, problem.people),
              ].join(' · ')}
            </p>
          </div>
          <button
            type="button"
            class={problem.here && 'main'}
            aria-describedby={`known-${index}`}
            onclick={() => props.join(problem)}
          >
            {meToo}
          </button>
        </div>
      ))}
    </div>
  );
}
