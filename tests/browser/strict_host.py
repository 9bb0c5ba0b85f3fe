"""A host's page with a strict policy, and the built screenshot part on it; no deployed stack is needed."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from infra.package import ROOT

WIDGET = ROOT / "widget"
POLICY = (
    "default-src 'none'; script-src 'nonce-0123456789abcdef'; style-src 'self'; img-src 'self' http://127.0.0.1:*; "
    "connect-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types html2canvas-pro"
)
STYLE = """
body { margin: 0; font: 16px sans-serif; background: oklch(0.97 0.02 250) }
header { position: sticky; top: 0; padding: 16px; background: color-mix(in oklch, royalblue 70%, white); color: white }
.before::before { content: "* "; color: oklch(0.6 0.25 30) }
p { margin: 20px; block-size: 40px } .tall { block-size: 2000px }
input, .secret { display: inline-block; inline-size: 200px; block-size: 30px; box-sizing: border-box; background: #fff }
"""
PAGE = """<!doctype html><html lang="en" dir="{direction}"><meta charset="utf-8"><title>Host</title>
<link rel="stylesheet" href="/host.css"><p class="tall">far up</p>
<header><svg width="30" height="30"><circle cx="15" cy="15" r="15" fill="gold"/></svg> Orders</header>
<p class="before">Prices</p>
<p><input id="name" value="Anna Secret"> <input id="password" type="password" value="hunter2"></p>
<p><span id="card" class="secret" data-wilco-private>4111 1111 1111 1111</span> <button id="focused">Here</button></p>
<p><img src="/picture.svg" width="80" height="40" alt="">
<img id="strange" src="{other}/picture.svg" width="80" height="40" alt=""></p>
<p><own-icon id="icon"></own-icon></p><div id="wilco"></div><p class="tall">far down</p>
<script type="module" nonce="0123456789abcdef">
const host = document.getElementById('wilco');
const root = host.attachShadow({{ mode: 'open' }});
root.append(Object.assign(document.createElement('button'), {{ textContent: 'Report' }}));
const icon = document.getElementById('icon').attachShadow({{ mode: 'open' }});
icon.append(document.querySelector('svg').cloneNode(true));
window.seen = {{ changes: 0, violations: [], keys: 0, root }};
document.addEventListener('keydown', () => seen.keys++);
document.addEventListener('securitypolicyviolation', (event) => seen.violations.push(event.violatedDirective));
window.take = async (options) => {{
  const {{ takeScreenshot }} = await import('/part.js');
  const watcher = new MutationObserver((changes) => (seen.changes += changes.length));
  watcher.observe(document, {{ subtree: true, childList: true, attributes: true }});
  seen.violations.length = 0;
  window.outcome = undefined;
  takeScreenshot({{ hide: host, root, language: 'en', theme: 'light', ...options }})
    .then((blob) => (window.outcome = {{ blob }}), (error) => (window.outcome = {{ error: error.message }}));
}};
window.pixels = async () => {{
  const bitmap = await createImageBitmap(outcome.blob);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d').drawImage(bitmap, 0, 0);
  return (x, y) => [...canvas.getContext('2d').getImageData(x, y, 1, 1).data];
}};
</script>"""
BLANK = (
    '<!doctype html><html lang="en"><title>.</title><div id="wilco"></div><own-icon id="icon"></own-icon><svg></svg>'
)
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="80" height="40" fill="#ffa500"/></svg>'
)


class _Host(BaseHTTPRequestHandler):
    """A host's pages, and the part that Wilco would serve."""

    other = ""

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        kind, body = {
            "/host.css": ("text/css", STYLE),
            "/picture.svg": ("image/svg+xml", PICTURE),
            "/part.js": ("text/javascript", _part().read_text(encoding="utf-8")),
            "/blank": ("text/html", BLANK + _script()),
        }.get(path, ("text/html", PAGE.format(direction="rtl" if path == "/rtl" else "ltr", other=self.other)))
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: Any) -> None:
        pass


def _script() -> str:
    return "<script" + PAGE.format(direction="", other="").split("<script")[1]


def _part() -> Path:
    built = sorted((WIDGET / "dist").glob("screenshot-*.js"))
    assert built, "the widget is not built: run `npm ci && npm run build` in widget/"
    return built[-1]


@contextmanager
def strict_host() -> Iterator[str]:
    """Its origin; another server is a stranger whose pictures may be shown, but not read."""
    _part()
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), _Host) for _ in range(2)]
    origins = [f"http://127.0.0.1:{server.server_port}" for server in servers]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    _Host.other = origins[1]
    yield origins[0]
    for server in servers:
        server.shutdown()
        server.server_close()
