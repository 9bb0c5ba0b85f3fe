/** The floating button, for what no trigger stands beside. */
import { h } from './dom';
import { dress } from './styles';
import { type Tag, themeNow } from './tag';
import { Icon } from './views/icons';
import { words } from './words';

export interface Launcher {
  /** Puts it back when the app has replaced the body, and in the page's language and theme of now. */
  refresh(): void;
}

export function launcher(tag: Tag, press: (button: HTMLElement) => void, near: () => void): Launcher {
  const host = document.createElement('wilco-button');
  const root = host.attachShadow({ mode: 'open' });
  dress(root);
  const label = <span />;
  const button = (
    <button
      type="button"
      class="launcher"
      aria-haspopup="dialog"
      aria-expanded="false"
      onclick={(event: MouseEvent) => event.detail < 2 && press(button)}
      onpointerenter={near}
      onfocus={near}
    >
      <Icon name="flag" />
      {label}
    </button>
  ) as HTMLElement;
  const region = (<div role="region">{button}</div>) as HTMLElement;
  root.append(region);
  return {
    refresh: () => {
      const language = tag.language();
      const { report } = words[language];
      if (label.textContent !== report) {
        label.textContent = report;
        button.setAttribute('aria-label', report);
        region.setAttribute('aria-label', report);
      }
      region.lang = language;
      region.dir = getComputedStyle(document.documentElement).direction;
      region.dataset.theme = themeNow(tag.theme);
      if (document.body && !host.isConnected) document.body.append(host);
    },
  };
}
