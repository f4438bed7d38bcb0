"""The groups of the inputs, as the domain's list of inputs v2 has them: what is left out together."""

from collections.abc import Mapping

INPUT_GROUPS: Mapping[str, tuple[str, ...]] = {
    "size": ("lnAdvFraction", "lnHorizonSeconds", "sqrtImpactBps", "sqrtImpactNowBps", "sqrtDepthImpactBps"),
    "risk": (
        "risk60Bps",
        "risk300Bps",
        "risk300After60Bps",
        "risk300After300Bps",
        "risk300After900Bps",
        "risk1800Bps",
        "risk1800After60Bps",
        "risk1800After300Bps",
        "risk1800After900Bps",
        "riskOfDayBps",
        "lnVolatility60To300",
        "lnVolatility300To1800",
        "lnVolatility1800ToDay",
        "lnNoiseFree300",
        "lnSpreadToRisk300",
    ),
    "spread": ("halfSpreadBps", "halfSpreadMean300Bps", "spreadTicks", "tickBps"),
    "flow": (
        "imbalanceBest",
        "imbalance5Levels",
        "weightedMidEdgeBps",
        "micropriceEdgeBps",
        "weightedMidEdgeOfHalfSpread",
        "ofiBestPerDepth1s",
        "ofiBestPerDepth10s",
        "ofiBestPerDepth60s",
        "ofiBestPerDepth300s",
        "ofi5LevelsPerDepth10s",
        "ofi5LevelsPerDepth60s",
        "signedFlowFraction10s",
        "signedFlowFraction60s",
        "signedFlowFraction300s",
        "signedFlowFraction1800s",
        "flowPressure10Bps",
        "flowPressure60Bps",
        "flowPressure300Bps",
        "slopeTilt5LevelsBps",
        "slopeTilt10LevelsBps",
    ),
    "toxicity": (
        "kyleLambdaBpsPerAdvPercent",
        "vpin",
        "markout1sBps",
        "markout5sBps",
        "markout30sBps",
        "tradeThroughShare60s",
        "tradeThroughShare300s",
    ),
    "activity": (
        "lnTradeRate300",
        "lnTradeRate10To300",
        "lnRelativeVolume300",
        "lnRelativeVolumeSession",
        "lnQuoteRevisions10",
        "lnQuoteRevisions60",
        "lnLastLargeTradeSeconds",
        "offExchangeFraction300s",
        "offExchangeFractionSession",
    ),
    "depth": (
        "lnTakenDepthAdvFraction",
        "lnJoinedDepthAdvFraction",
        "lnTakenRefillSeconds",
        "lnJoinedRefillSeconds",
        "bestDepthVolatility60s",
        "bestDepthVolatility300s",
    ),
    "time": ("sessionFraction", "lnSinceOpenSeconds", "lnToCloseSeconds"),
    "peer": ("peerCorrelation600s", "peerBeta600s", "peerLead600s"),
    "daily": ("dailyReturn1d", "dailyReturn5d", "dailyReturn20d", "openGap", "lnCloseToCloseToParkinson"),
    "signals": ("lnImpliedToDailyVolatility", "sentiment", "lnNextEventSeconds"),
}

CHANGES_SIGN_WITH_SIDE = frozenset(
    {*INPUT_GROUPS["flow"], "dailyReturn1d", "dailyReturn5d", "dailyReturn20d", "openGap", "sentiment"}
)
"""Inputs in the order's own direction."""

SWAPS_WITH_SIDE = (
    ("lnTakenDepthAdvFraction", "lnJoinedDepthAdvFraction"),
    ("lnTakenRefillSeconds", "lnJoinedRefillSeconds"),
)
"""Pairs of inputs, one of each side of the book."""
