"""What was asked and promised, for everybody: all of it, one page for each request, and one for each city.

These pages tell how many days something waits, so they are made anew for every reader.
"""

from collections.abc import Collection, Iterable

from flask import Response, abort, render_template, request, url_for

from cmm.domain.language import Translated
from cmm.domain.promises import STATES, Story
from cmm.domain.snapshot import Snapshot
from cmm.services.clock import today
from cmm.services.published_promises import (
    PublicPromise,
    count_public,
    find_city_names,
    find_public_file,
    find_public_obstacle,
    find_public_promise,
    list_public_promises,
)
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.promise_feed import build_feed
from cmm.web.dashboard.social import build_social
from cmm.web.database import session
from cmm.web.drawing import FigureSource, draw_card, make_png
from cmm.web.drawing.card import CARD_WIDTH
from cmm.web.i18n import gettext as _
from cmm.web.i18n import period, words
from cmm.web.pages import ready_page, send_page
from cmm.web.pdf import PrintingUnavailable
from cmm.web.reading.promises import (
    PromiseView,
    build_view,
    kept_first,
    list_views,
    obstacle_words,
    state_words,
)
from cmm.web.reading.shares import build_share
from cmm.web.site import site_address

PUBLIC_STATES = STATES[2:]
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@dashboard.get("/<lang:language>/promises")
def show_promises() -> Response:
    """All of them, overdue first; narrowed by ``?city=``, ``?service=``, ``?state=`` and ``?age=``."""
    every = list_public_promises(session(), today=today())
    chosen = {name: request.args.get(name, "") for name in ("city", "service", "state", "age")}
    shown = [
        each
        for each in every
        if chosen["city"] in ("", *each.city_ids)
        and chosen["service"] in ("", each.form_id)
        and chosen["state"] in ("", each.state)
        and _is_of_age(each.story, chosen["age"])
    ]
    html = render_template(
        "dashboard/promises.html",
        endpoint="dashboard.show_promises",
        address_values={},
        views=list_views(shown, today()),
        chosen=chosen,
        cities=_list_cities(every),
        services={each.form_id: each.service for each in every},
        states={
            state: state_words(state) for state in PUBLIC_STATES if state in {one.state for one in every}
        },
        ages=_ages(),
        counters=count_public(session(), today()),
        any=bool(every),
        social=build_social(_("Requests and promises"), _about(), "dashboard.show_promises", {}),
    )
    return send_page(ready_page(html))


@dashboard.get("/<lang:language>/promises/<promise_id>")
def show_promise(promise_id: str) -> Response:
    """One request with its story."""
    view = build_view(_get(promise_id), today())
    values = {"promise_id": promise_id}
    html = render_template(
        "dashboard/promise.html",
        endpoint="dashboard.show_promise",
        address_values=values,
        view=view,
        obstacle=obstacle_words(find_public_obstacle(session(), promise_id)),
        social=build_social(
            f"{view.place}: {view.ask}",
            f"{view.state_words}. {view.age}".strip(),
            "dashboard.show_promise",
            values,
            image=url_for("dashboard.show_promise_card", promise_id=promise_id),
        ),
    )
    return send_page(ready_page(html))


@dashboard.get("/<lang:language>/promises/<promise_id>/card.png")
def show_promise_card(promise_id: str) -> Response:
    """The picture shown where a link to a request is shared."""
    promise = _get(promise_id)
    try:
        picture = make_png(_draw(promise, build_view(promise, today())), width=CARD_WIDTH)
    except PrintingUnavailable:
        abort(503)
    return send_page(ready_page(picture), mimetype="image/png")


@dashboard.get("/<lang:language>/promises/<promise_id>/files/<int:number>")
def show_promise_file(promise_id: str, number: int) -> Response:
    """A file that came with a reply, to be kept; the browser never shows it inside the site."""
    found = find_public_file(session(), promise_id, number)
    if found is None:
        abort(404)
    media_type, content = found
    response = Response(content, mimetype=media_type)
    name = f"{promise_id}-{number}.{ENDINGS[media_type]}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@dashboard.get("/<lang:language>/promises.atom")
def show_promise_feed() -> Response:
    """What happened last, as an Atom feed (RFC 4287)."""
    every = list_public_promises(session(), today=today())
    return send_page(ready_page(build_feed(every, today())), mimetype="application/atom+xml")


@dashboard.get("/<lang:language>/cities/<city_id>/promises")
def show_city_promises(city_id: str) -> Response:
    """“You said, they did”: the requests of one city."""
    names = find_city_names(session(), city_id) or abort(404)
    own = list_public_promises(session(), today=today(), city_id=city_id)
    html = render_template(
        "dashboard/promises_city.html",
        endpoint="dashboard.show_city_promises",
        address_values={"city_id": city_id},
        city=words(names),
        views=list_views(kept_first(own), today()),
    )
    return send_page(ready_page(html))


def list_place_promises(snapshot: Snapshot, place: str) -> list[PromiseView]:
    """What was asked about the service of a snapshot in one of its places, of this round or another."""
    service, day = str(snapshot.content["form_id"]), today()
    cities = {city for unit in snapshot.units if unit.code == place for city in unit.cities}
    every = list_public_promises(session(), today=day, form_id=service)
    return list_views([each for each in every if not cities or cities & set(each.city_ids)], day)


def list_indicator_promises(form_id: str, indicator: str, cities: Collection[str] = ()) -> list[PromiseView]:
    """What was asked because of one indicator, in any of the cities; no `cities` is everywhere."""
    every = list_public_promises(session(), today=today(), form_id=form_id, indicator=indicator)
    return list_views([each for each in every if not cities or set(cities) & set(each.city_ids)], today())


def _get(promise_id: str) -> PublicPromise:
    return find_public_promise(session(), promise_id) or abort(404)


def _list_cities(promises: Iterable[PublicPromise]) -> dict[str, Translated]:
    """Names of the cities that requests are about, by code."""
    found = {code: names for each in promises for code, names in each.city_names.items()}
    return dict(sorted(found.items(), key=lambda item: words(item[1])))


def _ages() -> dict[str, str]:
    """How old something is that waits."""
    return {
        "overdue": _("overdue now"),
        "30": _("waits for more than 30 days"),
        "90": _("waits for more than 90 days"),
    }


def _is_of_age(story: Story, age: str) -> bool:
    if age == "overdue":
        return story.is_overdue(today())
    return age not in ("30", "90") or story.days_waiting(today()) > int(age)


def _about() -> str:
    return _("What clients asked for, what offices answered, and what clients say came of it.")


def _draw(promise: PublicPromise, view: PromiseView) -> str:
    finding = promise.finding
    share = build_share(finding.count, finding.of, units=finding.units, population=finding.population)
    address = site_address() + url_for("dashboard.show_promise", promise_id=promise.promise_id)
    source = FigureSource(
        words(finding.round_title),
        period(finding.opened_on.isoformat(), finding.closed_on.isoformat()),
        address,
        finding.published_on,
        finding.number,
        finding.invented,
    )
    told = "; ".join(part for part in (view.state_words, view.age) if part)
    return draw_card(
        heading=view.place, statement=view.ask, told=told, share=share, line=promise.target, source=source
    )
