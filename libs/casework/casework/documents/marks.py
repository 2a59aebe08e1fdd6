"""Why: the corner marks of a form say exactly where its page lies. In a small, already straightened piece of it, a mark
is the dark, full, upright square of the expected size that is nearest to the middle."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageFilter

SIDES = (0.6, 1.6)
"""Of the expected side: ink spreads, a bad copy eats edges."""
FULL = 0.72
"""Share of its bounding box that a mark fills."""
CONTRAST = 50


@dataclass
class Blob:
    left: int
    top: int
    right: int
    bottom: int
    area: int = 0
    sum_x: int = 0
    sum_y: int = 0

    @property
    def centre(self) -> tuple[float, float]:
        return self.sum_x / self.area + 0.5, self.sum_y / self.area + 0.5

    def is_square(self, side: float) -> bool:
        width, height = self.right - self.left + 1, self.bottom - self.top + 1
        fits = all(SIDES[0] * side <= each <= SIDES[1] * side for each in (width, height))
        return fits and self.area >= FULL * width * height


def mark_centre(patch: Image.Image, side: float) -> tuple[float, float] | None:
    """Where in a grey patch the mark of `side` pixels is; None where nothing looks like one."""
    smooth = patch.filter(ImageFilter.MedianFilter(3))
    values = smooth.tobytes()
    ordered = sorted(values)
    dark, paper = ordered[len(ordered) // 300], ordered[-len(ordered) // 6]
    if paper - dark < CONTRAST:
        return None
    limit = (dark + paper) / 2
    is_dark = [value < limit for value in values]
    middle_x, middle_y = patch.width / 2, patch.height / 2
    squares = [blob.centre for blob in _blobs(is_dark, patch.width, patch.height) if blob.is_square(side)]
    return min(squares, key=lambda at: (at[0] - middle_x) ** 2 + (at[1] - middle_y) ** 2, default=None)


def _blobs(is_dark: Sequence[bool], width: int, height: int) -> Iterator[Blob]:
    """Connected dark pixels."""
    seen = bytearray(width * height)
    for start in range(width * height):
        if not is_dark[start] or seen[start]:
            continue
        y, x = divmod(start, width)
        blob = Blob(x, y, x, y)
        seen[start] = 1
        stack = [start]
        while stack:
            at = stack.pop()
            y, x = divmod(at, width)
            blob.left, blob.right = min(blob.left, x), max(blob.right, x)
            blob.top, blob.bottom = min(blob.top, y), max(blob.bottom, y)
            blob.area += 1
            blob.sum_x += x
            blob.sum_y += y
            for near, inside in (
                (at - 1, x > 0),
                (at + 1, x < width - 1),
                (at - width, y > 0),
                (at + width, y < height - 1),
            ):
                if inside and is_dark[near] and not seen[near]:
                    seen[near] = 1
                    stack.append(near)
        yield blob
