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
  let shown = document.querySelector("main").innerHTML;
  const renew = async () => {
    const answer = await fetch(location.pathname, { cache: "no-cache" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = page.querySelector("main");
    if (!answer.ok || !main || main.innerHTML === shown) return;
    shown = main.innerHTML;
    document.title = page.title;
    document.querySelector("main").replaceWith(main);
    sayLocal();
  };
  sayLocal();
  sayLate();
  setInterval(async () => {
    if (!document.hidden) await renew().catch(() => {});
    sayLate();
  }, 60000);
})();
