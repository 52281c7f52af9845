"""One look for every picture: colours that most colour-blind people can tell apart, large signs."""

from typing import Any

# Okabe and Ito's palette, and a grey for what only serves to compare with.
BLUE, ORANGE, GREEN, PURPLE, GREY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C8C8C"
# For ``matplotlib.rc_context``.
STYLE: dict[Any, Any] = {
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.prop_cycle": f"cycler('color', {[BLUE, ORANGE, GREEN, PURPLE, GREY]})",
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titleweight": "bold",
    "figure.titleweight": "bold",
    "font.size": 11,
    "grid.alpha": 0.3,
    "legend.frameon": False,
    "savefig.dpi": 120,
    # A name or a choice may have dollar signs in it.
    "text.parse_math": False,
    "text.usetex": False,
}
