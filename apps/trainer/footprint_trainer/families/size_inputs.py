"""Which inputs rise with the order's quantity: `inQuantity` UP in the domain's list of inputs v1."""

RISES_WITH_QUANTITY = frozenset({"lnAdvFraction", "sqrtImpactBps", "sqrtImpactNowBps", "sqrtDepthImpactBps"})


def free_of_quantity(inputs: tuple[str, ...]) -> tuple[str, ...]:
    """The inputs that do not depend on the quantity, in their order."""
    return tuple(name for name in inputs if name not in RISES_WITH_QUANTITY)
