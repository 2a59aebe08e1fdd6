"""Why: a photograph of a page is the page seen from somewhere; eight numbers say from where (Hartley and Zisserman,
Multiple View Geometry, 4.1). Fitted by least squares to points known on both; no numeric library for so little.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
SCALE = 0.001
"""Brings millimetres and pixels to about one, which keeps the equations well conditioned."""


class Degenerate(Exception):
    """The points do not say how the page lies (they are on a line, or too few)."""


@dataclass(frozen=True)
class Homography:
    """Row by row, the ninth number being 1."""

    numbers: tuple[float, ...]

    def __call__(self, point: Point) -> Point:
        a, b, c, d, e, f, g, h = self.numbers
        x, y = point
        w = g * x + h * y + 1
        return (a * x + b * y + c) / w, (d * x + e * y + f) / w

    def after_scaling(self, scale: float, origin: Point) -> tuple[float, ...]:
        """Coefficients for `Image.transform`: from (u, v) by way of `origin + scale * (u, v)`."""
        a, b, c, d, e, f, g, h = self.numbers
        x, y = origin
        w = g * x + h * y + 1
        upper = (a * scale, b * scale, a * x + b * y + c)
        lower = (d * scale, e * scale, d * x + e * y + f)
        return tuple(number / w for number in (*upper, *lower, g * scale, h * scale))


def fitted(pairs: Sequence[tuple[Point, Point]]) -> Homography:
    """The one that brings the first of each pair nearest to the second. At least four pairs."""
    if len(pairs) < 4:
        raise Degenerate
    rows: list[list[float]] = []
    for (x, y), (u, v) in ((scaled(one), scaled(other)) for one, other in pairs):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    normal = [[sum(row[i] * row[j] for row in rows) for j in range(9)] for i in range(8)]
    a, b, c, d, e, f, g, h = _solved(normal)
    # Undo the scaling: both sides were multiplied by it.
    return Homography((a, b, c / SCALE, d, e, f / SCALE, g * SCALE, h * SCALE))


def scaled(point: Point) -> Point:
    return point[0] * SCALE, point[1] * SCALE


def _solved(rows: list[list[float]]) -> list[float]:
    """Gauss with pivots; each row ends with its right-hand side."""
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        if abs(rows[pivot][column]) < 1e-15:
            raise Degenerate
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(size):
            if row != column:
                factor = rows[row][column] / rows[column][column]
                rows[row] = [one - factor * other for one, other in zip(rows[row], rows[column], strict=True)]
    return [rows[row][size] / rows[row][row] for row in range(size)]
