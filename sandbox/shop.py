"""The host: a small shop whose pages carry triggers."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.identity import CUSTOMERS
from sandbox.policy import with_policy
from sandbox.sandbox import Sandbox
from sandbox.session import FIRST, LANGUAGE, WHO
from sandbox.templating import page


@dataclass(frozen=True)
class Order:
    """An order in the shop; the prices and dates that look wrong are wrong on purpose."""

    number: int
    items: str
    price: str
    paid: str
    delivery: str
    status: str
    odd: str = ""


@dataclass(frozen=True)
class Product:
    """A thing to buy."""

    slug: str
    name: str
    price: str
    text: str


ORDERS = (
    Order(62342, "Travel kettle, 0.8 l", "€ 0.00", "€ 34.90", "24 Nov 2026", "Paid", "price"),
    Order(48151, "Wool blanket, 2 pieces", "€ 118.00", "€ 118.00", "12 Nov 2026", "On its way", "delivery"),
    Order(47990, "Enamel mug, set of four", "€ 42.00", "€ 42.00", "3 Nov 2026", "Delivered"),
    Order(47216, "Camp lantern", "€ 59.50", "€ 59.50", "—", "—", "status"),
)
PRODUCTS = (
    Product("camp-lantern", "Camp lantern", "€ 59.50", "Warm light for a week on one charge."),
    Product("travel-kettle", "Travel kettle", "€ 34.90", "Folds flat, boils for two."),
    Product("wool-blanket", "Wool blanket", "€ 59.00", "Woven slowly, kept for long."),
)


def routes(sandbox: Sandbox) -> list[Route]:
    """Return the routes of the shop. Its many addresses serve one page, to show how places are told apart."""

    own = ("'self'", sandbox.front)

    async def shop(request: Request) -> Response:
        number = request.path_params.get("number")
        slug = request.path_params.get("slug")
        orders = [order for order in ORDERS if number in (None, order.number)]
        product = next((one for one in PRODUCTS if one.slug == slug), PRODUCTS[0])
        if number and not orders:
            orders = [Order(number, "Gift box", "€ 25.00", "€ 25.00", "1 Dec 2026", "Paid")]
        title = f"Order {number}" if number else product.name if slug else "My orders"
        who = request.cookies.get(WHO, FIRST)
        answer = page(
            "shop.html",
            title=title,
            orders=orders,
            product=product,
            products=PRODUCTS,
            customers=CUSTOMERS.values(),
            who=who,
            language=request.cookies.get(LANGUAGE, "en"),
            front=sandbox.front,
        )
        answer.set_cookie(WHO, who, httponly=True, samesite="lax")
        return with_policy(answer, sandbox, scripts=own)

    return [
        Route("/shop", shop),
        Route("/shop/", shop),
        Route("/shop/orders/{number:int}", shop),
        Route("/shop/products/{slug}", shop),
    ]
