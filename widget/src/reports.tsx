/** "My reports" in the panel's foot, and the list behind it. */
import { h } from './dom';
import type { Panel } from './panel';
import type { Site } from './site';
import { MyReports } from './views/mine';
import { counted, type Language, nameOf, words } from './words';

/** Nothing while there are none. */
export function myReports(site: Site, panel: Panel, language: Language, back: () => void): HTMLElement | undefined {
  const kept = site.receipts.all();
  if (!kept.length) return undefined;
  const list = () => {
    const catalogue = site.facts.remembered();
    const reports = kept.map(({ reference, url, area, kind, at }) => ({
      url,
      at,
      title: `${nameOf(language, area, catalogue?.areas[area])}: ${nameOf(language, kind, catalogue?.kinds[kind])}`,
      state: site.api.state(reference),
    }));
    panel.foot(undefined);
    panel.show(
      <MyReports reports={reports} now={Date.now()} language={language} back={back} />,
      words[language].mineTitle,
    );
  };
  return (
    <button type="button" class="quiet" onclick={list}>
      {counted(language, words[language].mine, kept.length)}
    </button>
  );
}
