/** The reports of this device, newest first, with where each stands. */
import type { Status } from '../contract';
import { h } from '../dom';
import { day, type Language, words } from '../words';
import { Icon } from './icons';

export interface Mine {
  url: string;
  title: string;
  at: number;
  state: Promise<{ status: Status } | undefined>;
}

export function MyReports(props: { reports: Mine[]; now: number; language: Language; back: () => void }): HTMLElement {
  const say = words[props.language];
  return (
    <div class="stack">
      <div class="back">
        <button type="button" class="icon" aria-label={say.back} onclick={props.back}>
          <Icon name="back" />
        </button>
        <p class="title" id="mine">
          {say.mineTitle}
        </p>
      </div>
      <ul aria-labelledby="mine">
        {props.reports.map((report) => {
          const status = <span />;
          report.state.then((state) => {
            if (state) status.textContent = `${say.status[state.status] ?? state.status} · `;
          });
          return (
            <li>
              <a href={report.url} target="_blank" rel="noopener noreferrer">
                {report.title}
                <span class="unseen"> ({say.newTab})</span>
              </a>
              <p class="soft">
                {status}
                {day(props.language, report.at, props.now)}
              </p>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
