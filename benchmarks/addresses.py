"""Customer codes a CPU second on one core, from real towns of the postal data with invented numbers: ``python -m benchmarks.addresses``.

Three mixes: the towns of two cities (a municipality's own residents), these with 15 in 100 from anywhere in the country, and the whole
country in random order, where hardly a postal code comes twice.
"""

from __future__ import annotations

import random

import msgspec

from benchmarks.site import Timed, timed
from printjob.postal.customer import customer_code
from printjob.postal.index import PostalIndex, open_index
from printjob.postal.place import Kind, Place

_COUNT, _ROUNDS = 30_000, 3
_OWN = ("高松市", "旭川市")

_Town = tuple[str, Place]


class AddressRates(msgspec.Struct, frozen=True):
    """Addresses a second, the best of the rounds."""

    own: float
    mixed: float
    country: float


def measure() -> AddressRates:
    """Work out the codes of the same invented addresses in each round."""
    index, rng = open_index(), random.Random(5)
    towns = [
        (code, place)
        for code in index.codes()
        for place in index.places(code)
        if place.kind is Kind.TOWN and not set(place.town) & set("、〜")
    ]
    own = [town for town in towns if town[1].city in _OWN]
    mixed = _addresses(rng, own, _COUNT * 85 // 100) + _addresses(rng, towns, _COUNT * 15 // 100)
    rng.shuffle(mixed)
    return AddressRates(
        own=_rate(index, _addresses(rng, own, _COUNT)),
        mixed=_rate(index, mixed),
        country=_rate(index, _addresses(rng, towns, _COUNT)),
    )


def _rate(index: PostalIndex, addresses: list[tuple[str, str]]) -> float:
    def work() -> int:
        return sum(bool(customer_code(code, address, index).digits) for code, address in addresses)

    return max(Timed(*timed(work)).rate for _ in range(_ROUNDS))


def _addresses(rng: random.Random, towns: list[_Town], count: int) -> list[tuple[str, str]]:
    return [(code, _written(rng, place)) for code, place in rng.choices(towns, k=count)]


def _written(rng: random.Random, place: Place) -> str:
    head = (place.prefecture if rng.random() < 0.3 else "") + place.city + place.town
    way, numbers = rng.random(), [rng.randint(1, most) for most in (9, 60, 30)]
    if way < 0.4:
        return f"{head}{numbers[0]}丁目{numbers[1]}番{numbers[2]}号　コーポ見本{numbers[0]}0{numbers[0]}号室"
    if way < 0.7:
        return f"{head}{numbers[0]}－{numbers[1]}－{numbers[2]}"
    return f"{head}{numbers[1] * numbers[2]}番地{numbers[0]}　レジデンス見本Ａ棟{numbers[0]}01"


if __name__ == "__main__":
    for name, rate in msgspec.structs.asdict(measure()).items():
        print(f"{name:8} {rate:10,.0f} addresses/s")
