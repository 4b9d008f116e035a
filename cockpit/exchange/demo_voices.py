"""Who writes the demo's feedback, when, on what phone, and in which words: no two texts alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from cockpit.domain.feedback import FeedbackType
from cockpit.exchange.demo_feedback_records import (
    ChannelData,
    FeedbackData,
    ThemeData,
    WordsData,
)

T = TypeVar("T")

ZONE: Final = ZoneInfo("Asia/Shanghai")
INCIDENT_DAY: Final = -10
# When the complaints of the incident's evening came, in minutes after midnight.
_EVENING: Final = (19 * 60 + 46, 23 * 60 + 40)
# The last word of today, in minutes after midnight.
_LAST: Final = 9 * 60 + 16
# Users write while they are up; the weights are hours from 0 to 23.
_AWAKE: Final = (2, 1, 0, 0, 0, 1, 4, 11, 12, 8, 6, 6, 9, 7, 5, 5, 6, 9, 12, 12, 11, 10, 8, 4)
_COUNTRIES: Final = {"zh": ("CN",) * 19 + ("HK",), "en": ("CN",) * 6 + ("HK", "SG", "GB", "DE")}
_ABOUT_ORDERS: Final = (FeedbackType.BUG, FeedbackType.COMPLAINT)
_PHONE_HEADS: Final = ("136", "138", "139", "150", "177", "186", "189")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Somebody who writes: in what language, when and from where.

    `author` is a customer's name, else the language: who is a nickname gets it once all are there.
    """

    language: str
    channel: ChannelData
    received_at: datetime
    device: str
    platform: str
    version: str
    country: str
    author: str
    customer: str


def in_turns(noise: Random, bag: Sequence[T], count: int) -> list[T]:
    """Return `count` items in a mixed order that repeats: between two alike are all the others."""
    order = noise.sample(bag, len(bag))
    return [order[at % len(order)] for at in range(count)]


class Voices:
    """Draws writers for the texts of one theme."""

    def __init__(self, data: FeedbackData, today: date, theme: ThemeData) -> None:
        self._data = data
        self._today = today
        self._theme = theme
        self.noise = Random(theme.key)

    def instants(self) -> list[datetime]:
        """Return when somebody has something to say on the theme, in order."""
        return sorted(self._instant(self._day()) for _each in range(self._theme.count))

    def draw(self, received_at: datetime, language: str, *, call: bool) -> Voice:
        """Return somebody who writes at an instant in a language, or who calls."""
        noise = self.noise
        day = (received_at.astimezone(ZONE).date() - self._today).days
        device = noise.choice(self._theme.phones or self._words(language).dev)
        platform = "iOS" if device.startswith("iPhone") else "Android"
        channel = self._channel(platform, call=call)
        customer = ""
        if channel.key in ("phone", "mail") or (noise.random() < 0.2 and not channel.store):
            customer = self._customer(language)
        return Voice(
            language=language,
            channel=channel,
            received_at=received_at,
            device=device,
            platform=platform,
            version=self._version(day, platform),
            country=noise.choice(_COUNTRIES[language]),
            author=customer or language,
            customer=customer,
        )

    def letter(self, text: str, voice: Voice) -> str:
        """Return a text as somebody writes it in a mail; about an order only where there is one."""
        letters = self._data.letters.of(voice.language)
        orderly = self._theme.type in _ABOUT_ORDERS and "{order}" not in text
        fitting = [letter for letter in letters if orderly or "{order}" not in letter]
        chosen = self.noise.choice(fitting)
        return chosen.replace("{text}", text).replace("{author}", voice.author)

    def fill(self, text: str, voice: Voice) -> str:
        """Return a text with its slots filled in."""
        noise, words = self.noise, self._words(voice.language)
        local = voice.received_at.astimezone(ZONE)
        when = local.date() - timedelta(days=noise.randint(2, 6))
        clock = self._clock(local)
        return text.format(
            shop=noise.choice(words.shop),
            card=noise.choice(words.card),
            st=noise.choice(words.st),
            dev=voice.device,
            ver=voice.version,
            amt=self._amount(),
            big=noise.randint(206, 690),
            fare=noise.randint(3, 9),
            n=noise.randint(2, 6),
            age=noise.randint(61, 79),
            wait=noise.randint(15, 58),
            clock=f"{clock.hour}:{clock.minute:02}",
            day=f"{when.month}月{when.day}日"
            if voice.language == "zh"
            else f"{when:%b} {when.day}",
            order=f"{when:%Y%m%d}{noise.randint(1000, 9999)}",
            mobile=f"{noise.choice(_PHONE_HEADS)}****{noise.randint(0, 9999):04}",
        )

    def _words(self, language: str) -> WordsData:
        return self._data.words.zh if language == "zh" else self._data.words.en

    def _customer(self, language: str) -> str:
        """Return a customer; companies only where the theme is one of theirs."""
        known = self._data.customers.of(language)
        return self.noise.choice(
            known if self._theme.business else [name for name in known if "（" not in name]
        )

    def _day(self) -> int:
        weights = [weight for _first, _last, weight in self._theme.when]
        first, last, _weight = self.noise.choices(self._theme.when, weights)[0]
        return self.noise.randint(first, last)

    def _channel(self, platform: str, *, call: bool) -> ChannelData:
        channels = self._data.channels
        if call:
            return next(channel for channel in channels if channel.key == "phone")
        fitting = [one for one in channels if one.share and one.platform in ("", platform)]
        return self.noise.choices(fitting, [one.share for one in fitting])[0]

    def _instant(self, day: int) -> datetime:
        """Return when somebody writes on a day; the last of today came at 09:15."""
        noise = self.noise
        if day == 0:
            minute = noise.choices(range(10), _AWAKE[:10])[0] * 60 + noise.randint(0, 59)
            minute = min(minute, _LAST - noise.randint(0, 25))
        elif day == INCIDENT_DAY and self._theme.evening:
            minute = round(noise.triangular(*_EVENING, _EVENING[0] + 25))
        else:
            minute = noise.choices(range(24), _AWAKE)[0] * 60 + noise.randint(0, 59)
        when = datetime.combine(self._today + timedelta(days=day), time(), ZONE)
        return (when + timedelta(minutes=minute, seconds=noise.randint(0, 59))).astimezone(UTC)

    def _clock(self, local: datetime) -> datetime:
        """Return when what somebody writes about happened: shortly before, the same day."""
        ago = self.noise.randint(2, 40)
        earliest = local.replace(hour=0, minute=0, second=0)
        if self._theme.evening and local.date() == self._today + timedelta(days=INCIDENT_DAY):
            begin = local.replace(hour=19, minute=42)
            span = max(1, min(47, int((local - begin).total_seconds() // 60)))
            return begin + timedelta(minutes=self.noise.randrange(span))
        return max(earliest, local - timedelta(minutes=ago))

    def _amount(self) -> str:
        noise = self.noise
        whole = round(noise.lognormvariate(3.7, 0.7)) + 4
        return f"{whole}{noise.choice(('', '', '.5', '.8', '.9', '.5'))}"

    def _version(self, day: int, platform: str) -> str:
        """Return a version that was out on that day, the newer ones for some users only."""
        if platform == "Android":
            if self._theme.phones and day >= -15:
                return "7.12.0"
            early = self.noise.random() < 0.35
            if day >= -15 and early:
                return "7.12.1" if day >= -5 else "7.12.0"
        elif day >= -6 and self.noise.random() < 0.2:
            return "7.12.1"
        if day >= -31:
            return "7.11.0"
        return "7.10.0" if day >= -37 else "7.9.3"
