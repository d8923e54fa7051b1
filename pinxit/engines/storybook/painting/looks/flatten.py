"""SVG drawings in even colours: what flat, printed and lined looks are drawn from."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from xml.etree.ElementTree import Element

import numpy as np
from PIL import ImageColor

XLINK = "http://www.w3.org/1999/xlink"
HREF = f"{{{XLINK}}}href"
GRADIENTS = ("linearGradient", "radialGradient")
LEAST_OPAQUE = 0.65
"""A gradient that is less opaque in the mean lies over another paint as its light or shade: it is left out."""
BANDS = 6
"""Even bands that a sky's gradient becomes."""
FOREGROUND_BLUR = "foregroundBlur"
"""The result of a filter that blurs a shape itself, not its inner shadow: such shapes are only light and shade."""
ElementTree.register_namespace("xlink", XLINK)


@lru_cache(maxsize=96)
def flat(body: str, *, is_banded: bool = False) -> str:
    """The body without gradients and filters: each paint is its gradient's mean colour, and light and shade are gone.

    Where it `is_banded`, gradients across the page become bands of even colour: a sky keeps its sunset.
    """
    root = ElementTree.fromstring(f'<g xmlns:xlink="{XLINK}">{body}</g>')
    paints = {each.get("id", ""): each for each in root.iter() if each.tag in GRADIENTS}
    means = {name: _mean(_stops(each, paints)) for name, each in paints.items()}
    for name, each in paints.items():
        if is_banded and means[name] and each.get("gradientUnits") == "userSpaceOnUse" and len(each) > 2:
            _band(each)
            del means[name]
    blurs = {each.get("id", "") for each in root.iter("filter") if _is_blur(each)}
    _plain(root, means, blurs)
    return ElementTree.tostring(root, encoding="unicode")


def _is_blur(element: Element) -> bool:
    parts = list(element)
    return any(FOREGROUND_BLUR in part.get("result", "") for part in parts) or len(parts) == 1


def _stops(gradient: Element, paints: Mapping[str, Element]) -> list[Element]:
    """A gradient's stops, which may be those of another."""
    own = gradient.findall("stop")
    other = (gradient.get(HREF) or gradient.get("href") or "").lstrip("#")
    return own if own or other not in paints else _stops(paints[other], paints)


def _mean(stops: list[Element]) -> str | None:
    """The mean colour between a gradient's first and last stop; None if it is mostly clear."""
    parts = [dict(_declared(stop)) | dict(stop.attrib) for stop in stops]
    if not parts:
        return None
    places = [0.0, *(_share(part.get("offset", "0")) for part in parts), 1.0]
    spans = [max(1e-3, places[at + 2] - places[at]) for at in range(len(parts))]
    weights = [span * _share(part.get("stop-opacity", "1")) for span, part in zip(spans, parts, strict=True)]
    if sum(weights) < LEAST_OPAQUE * sum(spans):
        return None
    colours = [ImageColor.getrgb(part.get("stop-color", "#000"))[:3] for part in parts]
    return _hex([sum(colour[band] * weight for colour, weight in zip(colours, weights, strict=True)) / sum(weights)
                 for band in range(3)])  # fmt: skip


def _band(gradient: Element) -> None:
    """Turn a gradient's stops into hard steps, in place."""
    stops = list(gradient)
    places = [_share(stop.get("offset", "0")) for stop in stops]
    colours = [ImageColor.getrgb(stop.get("stop-color", "#000"))[:3] for stop in stops]
    for stop in stops:
        gradient.remove(stop)
    for band in range(BANDS):
        middle = (band + 0.5) / BANDS
        colour = _hex([float(np.interp(middle, places, [each[at] for each in colours])) for at in range(3)])
        for edge in (band, band + 1):
            gradient.append(Element("stop", {"offset": f"{edge / BANDS:.4f}", "stop-color": colour}))


def _hex(levels: Sequence[float]) -> str:
    return "#" + "".join(f"{round(level):02x}" for level in levels)


def _share(text: str) -> float:
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def _declared(element: Element) -> Iterator[tuple[str, str]]:
    """The declarations of an element's style attribute."""
    for declaration in element.get("style", "").split(";"):
        name, found, value = declaration.partition(":")
        if found:
            yield name.strip(), value.strip()


def _plain(element: Element, means: Mapping[str, str | None], blurs: set[str]) -> None:
    """Give everything in an element even paints, in place."""
    for child in list(element):
        if _named(child.get("filter", "")) in blurs:
            element.remove(child)
            continue
        child.attrib.pop("filter", None)
        if "style" in child.attrib:
            child.attrib.update(_declared(child))
            del child.attrib["style"]
        for paint in ("fill", "stroke"):
            name = _named(child.get(paint, ""))
            if name is not None and name in means:
                child.set(paint, means[name] or "none")
        _plain(child, means, blurs)


def _named(reference: str) -> str | None:
    """The id in "url(#id)"."""
    return reference[5:].partition(")")[0] if reference.startswith("url(#") else None
