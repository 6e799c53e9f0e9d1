"""The columns of other data sets that are both written and read here."""

from __future__ import annotations

_ACTOR = (
    "Code",
    "Name",
    "CountryCode",
    "KnownGroupCode",
    "EthnicCode",
    "Religion1Code",
    "Religion2Code",
    "Type1Code",
    "Type2Code",
    "Type3Code",
)
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")

GDELT_EVENTS = (
    "GlobalEventID",
    "Day",
    "MonthYear",
    "Year",
    "FractionDate",
    *(f"Actor{n}{name}" for n in (1, 2) for name in _ACTOR),
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    *(f"{whose}Geo_{name}" for whose in ("Actor1", "Actor2", "Action") for name in _GEO),
    "DATEADDED",
    "SOURCEURL",
)
"""The 61 columns of GDELT 2.0's Events, whose files have no header (GDELT Event Codebook V2.0)."""
