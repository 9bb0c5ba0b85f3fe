/**
 * One opening of the panel, from "what is wrong?" to what became of the report. It makes one report at most: the key is
 * drawn with the first click on a kind, and from then on there is nothing left to click twice.
 */
import type { Catalogue, Known, ReportBody } from './contract';
import { h } from './dom';
import { addTo } from './extras';
import { after, newKey } from './native';
import type { Settled } from './outbox';
import { openPanel, type Panel } from './panel';
import { addressOf, clientNow, placeNow } from './place';
import { myReports } from './reports';
import { safely } from './safely';
import type { Site } from './site';
import { contextNow, describe, loadContext, loaded } from './surroundings';
import { themeNow } from './tag';
import { Kinds, KnownProblems, Looking } from './views/choose';
import { OutOfReach, Received, Refused, Saved, Sending } from './views/states';
import { nameOf, words } from './words';

export interface Question {
  area: string;
  kinds: string[];
  label: string;
  element: Element | undefined;
  /** Not about a thing on the page: the floating button. */
  general?: boolean;
}

/** Milliseconds that a person waits to hear what is known already, before they are asked without it. */
const PATIENCE = 700;

export interface Conversation {
  panel: Panel;
  question: Question;
  /** The report has left later, while the panel still says that it waits. True when it was this one. */
  hears(settled: Settled): boolean;
}

export function converse(
  site: Site,
  question: Question,
  missed: (settled: Settled) => void,
  closed: () => void,
): Conversation {
  const language = site.tag.language();
  const say = words[language];
  let { area } = question;
  let catalogue = site.facts.remembered();
  let sent: ReportBody | undefined;

  const panel = openPanel({
    title: titleOf(),
    label: question.label,
    closeLabel: say.close,
    theme: themeNow(site.tag.theme),
    language,
    anchor: question.element,
    closed,
  });

  function titleOf(): string {
    return question.general || !catalogue ? say.report : nameOf(language, area, catalogue.areas[area]);
  }

  const kindsOf = (from: Catalogue | undefined) =>
    question.kinds.length ? question.kinds : Object.keys(from?.kinds ?? {});

  /** First the skeleton, then what is known and the kinds, in one piece. */
  async function choose(): Promise<void> {
    panel.show(<Looking rows={kindsOf(catalogue).length || 4} language={language} />);
    panel.foot(myReports(site, panel, language, choose));
    const fetched = site.facts.catalogue();
    const knownHere = area ? site.facts.known(area, addressOf(location.href)) : undefined;
    const needed = !catalogue && !(area && question.kinds.length);
    const [fresh, known] = await Promise.all([needed ? fetched : soon(fetched), soon(knownHere)]);
    if (known?.outage) await soon(loadContext(site.tag.origin));
    if (!panel.open || sent) return;
    catalogue = fresh ?? catalogue;
    area ||= Object.keys(catalogue?.areas ?? {})[0] ?? '';
    const kinds = kindsOf(catalogue);
    if (!area || !kinds.length) return panel.show(<OutOfReach language={language} again={choose} />, say.unreachable);
    panel.title(titleOf());
    ask(kinds, known);
  }

  /** An outage takes every report of its area, so it stands for whatever else is known there. */
  function ask(kinds: string[], known: Known | undefined): void {
    const named = (kind: string) => nameOf(language, kind, catalogue?.kinds[kind]);
    const problems = known?.known ?? [];
    const outage = loaded()?.outageNow(known?.outage, catalogue, kinds, language, send);
    const top =
      outage?.view ??
      (problems.length > 0 && (
        <KnownProblems
          problems={problems}
          named={named}
          now={Date.now()}
          language={language}
          join={(problem) => send(problem.kind, problem.reference)}
        />
      ));
    panel.show(
      <div class="stack gap">
        {top}
        <Kinds kinds={kinds} named={named} asksElse={!!top} language={language} choose={send} />
      </div>,
      outage?.said,
    );
  }

  async function send(kind: string, joins?: string): Promise<void> {
    if (sent) return;
    sent = bodyOf(site, { ...question, area }, kind, joins);
    panel.foot(undefined);
    panel.show(<Sending language={language} />, say.sending);
    const settled = await site.outbox.send(sent);
    if (settled.outcome.is === 'received') site.receipts.add(settled.outcome.receipt, sent);
    if (panel.open) show(settled);
    else missed(settled);
  }

  function show({ outcome, kept, doubted }: Settled): void {
    if (outcome.is === 'received') {
      const { receipt } = outcome;
      panel.show(
        <div class="stack gap">
          <Received receipt={receipt} doubted={doubted} language={language} />
          {loaded()?.askSame(receipt, language, site.api.follow)}
          {addTo(site, panel, receipt, language)}
        </div>,
        `${receipt.queued ? say.queuedTitle : say.received}. ${receipt.queued ? say.queued : receipt.message}`,
      );
    } else if (outcome.is === 'refused') {
      const again = () => {
        sent = undefined;
        return choose();
      };
      panel.show(
        <Refused reason={outcome.reason} language={language} again={again} />,
        `${say.refused}. ${outcome.reason}`,
      );
    } else {
      panel.show(
        <Saved kept={kept} language={language} />,
        kept ? `${say.saved}. ${say.savedWhy}` : `${say.savedHere}. ${say.savedHereWhy}`,
      );
    }
  }

  safely(choose)();
  return {
    panel,
    question,
    hears: (settled) => {
      if (!panel.open || settled.body.key !== sent?.key) return false;
      show(settled);
      return true;
    },
  };
}

function soon<T>(answer: Promise<T> | undefined): Promise<T | undefined> {
  return Promise.race([answer, new Promise<undefined>((late) => after(() => late(undefined), PATIENCE))]);
}

function bodyOf(site: Site, question: Question, kind: string, joins: string | undefined): ReportBody {
  const { product, appVersion, language } = site.tag;
  const context = contextNow();
  return {
    key: newKey(),
    product,
    trigger: { area: question.area, kind, ...describe(question.element, question.label) },
    place: placeNow(),
    client: clientNow(language(), appVersion),
    ...(joins && { joins }),
    ...(context && { context }),
  };
}
