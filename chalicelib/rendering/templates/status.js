(() => {
  const language = document.documentElement.lang;
  const customs = navigator.languages.find((one) => one.split("-")[0] === language) ?? language;
  const moment = new Intl.DateTimeFormat(customs, {
    day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short",
  });
  const ago = new Intl.RelativeTimeFormat(language, { numeric: "always" });
  const since = (milliseconds) => {
    const minutes = Math.max(1, Math.floor(milliseconds / 60000));
    if (minutes < 60) return ago.format(-minutes, "minute");
    return minutes < 2880 ? ago.format(-Math.floor(minutes / 60), "hour") : ago.format(-Math.floor(minutes / 1440), "day");
  };
  const sayLocal = () => {
    for (const time of document.querySelectorAll("time:not([title])")) {
      time.title = time.textContent;
      time.textContent = moment.format(new Date(time.dateTime));
    }
  };
  const sayLate = () => {
    for (const line of document.querySelectorAll("[data-due]")) {
      const late = Date.now() - new Date(line.dataset.due);
      if (late <= 0) continue;
      line.textContent = line.dataset.words.replace("{ago}", since(late));
      line.hidden = false;
    }
  };
  const parts = (page) => [...page.querySelectorAll("[data-part]")];
  const shown = parts(document).map((part) => part.innerHTML);
  const renew = async () => {
    const answer = await fetch(location.pathname, { cache: "no-cache" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const news = parts(page);
    if (!answer.ok || news.length !== shown.length) return;
    document.title = page.title;
    parts(document).forEach((part, place) => {
      if (news[place].innerHTML === shown[place]) return;
      shown[place] = news[place].innerHTML;
      part.replaceWith(news[place]);
    });
    sayLocal();
  };
  const form = document.querySelector("form");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = JSON.stringify(Object.fromEntries(new FormData(form)));
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(form.action, { method: "POST", headers, body }).catch(() => undefined);
    form.querySelector("[role=status]").textContent = answer?.ok ? form.dataset.taken : form.dataset.failed;
    if (answer?.ok) form.reset();
  });
  sayLocal();
  sayLate();
  setInterval(async () => {
    if (!document.hidden) await renew().catch(() => {});
    sayLate();
  }, 60000);
})();
