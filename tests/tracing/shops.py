"""A small model made for logs: what its actions look like decides how a misfit is explained."""

import json
from collections.abc import Mapping
from pathlib import Path

import moltverify as mv
from moltverify.tracing.trace_answers import TraceReport

MODULE = """\
---- MODULE Shop ----
EXTENDS Naturals, FiniteSets, Sequences
CONSTANTS Buyers, Stock, nobody
ASSUME Stock > 0
VARIABLES left, carts, last, open
vars == <<left, carts, last, open>>
None == nobody
Init == left \\in 0..Stock /\\ carts = [b \\in Buyers |-> <<>>] /\\ last = nobody /\\ open = TRUE
IsRegular(b) == /\\ b \\in Buyers
                /\\ Len(carts[b]) > 0
Take(b, n) ==
    LET rest == left - n IN
    /\\ open
    /\\ n <= left
    /\\ carts' = [carts EXCEPT ![b] = Append(@, n)]
    /\\ left' = rest
    /\\ last' = b
    /\\ UNCHANGED open
PutBack(b) == /\\ IsRegular(b)
              /\\ left' = left + Head(carts[b])
              /\\ carts' = [carts EXCEPT ![b] = Tail(@)]
              /\\ last' = b
              /\\ UNCHANGED open
Visit(b) == IF open THEN Take(b, 1) ELSE PutBack(b)
TakeAny(b) == \\E n \\in 1..left : n > 1 /\\ Take(b, n)
Close == open /\\ open' = FALSE /\\ UNCHANGED <<left, carts, last>>
Refill == left = 0 /\\ left' = Stock /\\ UNCHANGED <<carts, last, open>>
Next == Close \\/ Refill \\/ \\E b \\in Buyers : PutBack(b) \\/ \\E n \\in 1..Stock : Take(b, n)
Spec == Init /\\ [][Next]_vars
Enough == left >= 0
SoldOut == left = 0
NeverReopens == [][open' => open]_vars
====
"""
CONFIG = """\
SPECIFICATION Spec
CONSTANTS
  Buyers = {"ann", "bob"}
  Stock = 2
  nobody = nobody
INVARIANT Enough
PROPERTY NeverReopens
"""
FAULTY = """\
---- MODULE Shop_Faulty ----
EXTENDS Shop
Oversold(b, n) ==
    /\\ open
    /\\ carts' = [carts EXCEPT ![b] = Append(@, n)]
    /\\ left' = left - n
    /\\ last' = b
    /\\ UNCHANGED open
CloseOrReopen == open' = ~open /\\ UNCHANGED <<left, carts, last>>
====
"""
REGISTRY = """\
suite: {title: A shop}
claims:
  - id: shop
    title: Nothing is sold twice
    green: {module: Shop.tla}
    reaches:
      - {id: sold-out, shows: Everything is sold, state: SoldOut}
    reds:
      - {id: oversold, fault: Nobody counts., module: Shop_Faulty.tla, config: Over.cfg, violates: Enough}
      - {id: reopens, fault: It opens again., module: Shop_Faulty.tla, config: Reopens.cfg, violates: NeverReopens}
    properties: {Enough: There is never less than nothing.}
    trace:
"""  # noqa: E501 - a line for a model
EVENTS = """\
      events:
        take: {action: 'Take(event.who, event.n)', after: {left: event.left}}
        back: {action: PutBack(event.who)}
        visit: {action: Visit(event.who)}
        bulk: {action: TakeAny(event.who)}
        close: {action: Close}
        either: {action: 'Close \\/ PutBack(event.who)'}
        count: {before: {left: event.left}}
"""


def write_shop(folder: Path, mapping: str = EVENTS) -> Path:
    """Write the model with a mapping, and return the registry's folder."""
    specs = folder / "specs"
    specs.mkdir(exist_ok=True)
    (specs / "Shop.tla").write_text(MODULE, encoding="utf-8")
    (specs / "Shop.cfg").write_text(CONFIG, encoding="utf-8")
    (specs / "Shop_Faulty.tla").write_text(FAULTY, encoding="utf-8")
    for name, replaced in {"Over": "Take <- Oversold", "Reopens": "Close <- CloseOrReopen"}.items():
        red = CONFIG.replace("CONSTANTS\n", f"CONSTANTS\n  {replaced}\n")
        (specs / f"{name}.cfg").write_text(red, encoding="utf-8")
    (specs / "registry.yaml").write_text(REGISTRY + mapping, encoding="utf-8")
    return specs


def said(folder: Path, *events: Mapping[str, object], mapping: str = EVENTS) -> TraceReport:
    """Return the answer about a log of the shop."""
    log = folder / "shop.log"
    log.write_text("".join(json.dumps(one) + "\n" for one in events), encoding="utf-8")
    return mv.validate(write_shop(folder, mapping), "shop", log, engine="process")


def take(who: str, n: int, left: int) -> dict[str, object]:
    """Return the event of somebody who takes some."""
    return {"event": "take", "who": who, "n": n, "left": left}
