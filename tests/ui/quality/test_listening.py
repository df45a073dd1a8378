import threading

import pytest

from services.contracts.quality import SampleRequest
from services.errors import AppError
from tests.ui.quality.fakes import NOW, FakePlayer, FakeQuality
from ui.quality.listening import ListeningPresenter
from ui.quality.presenter import QualityPresenter


@pytest.fixture
def listening(presenter: QualityPresenter) -> ListeningPresenter:
    """With a call open."""
    presenter.sampling.draw(SampleRequest(), "week", NOW)
    assert presenter.sampling.sample is not None
    presenter.open_call(presenter.sampling.sample.calls[0])
    return presenter.listening


def test_the_sound_is_fetched_when_it_is_first_played_and_once(
    listening: ListeningPresenter, quality: FakeQuality, players: list[FakePlayer]
) -> None:
    assert not [asked for asked in quality.asked if asked[0] == "sound"]
    listening.toggle()
    assert listening.is_playing
    listening.toggle()
    listening.toggle()
    assert [asked for asked in quality.asked if asked[0] == "sound"] == [("sound", "call-1", "quality sample")]
    assert players[0].seconds == 60


def test_a_place_chosen_before_the_first_play_is_where_it_begins(
    listening: ListeningPresenter, players: list[FakePlayer]
) -> None:
    listening.seek(30)
    assert listening.position == 30
    listening.skip(5)
    listening.toggle()
    assert players[0].position == 35


def test_skipping_stays_within_the_call(listening: ListeningPresenter) -> None:
    listening.skip(-5)
    assert listening.position == 0
    listening.seek(58)
    listening.skip(5)
    assert listening.position == 60


def test_the_timeline_follows_the_sound(listening: ListeningPresenter, players: list[FakePlayer]) -> None:
    entries: list[int] = []
    listening.entry_changed.connect(entries.append)
    listening.toggle()
    for second in (0.0, 3.6, 3.7, 14.2, 41.5):
        players[0].run_to(second)
    assert entries == [2, 3, 6]


def test_silences_are_left_out_only_where_that_is_wanted(
    listening: ListeningPresenter, players: list[FakePlayer]
) -> None:
    listening.toggle()
    players[0].run_to(21)
    assert players[0].position == 21
    listening.set_skips_silence(True)
    players[0].run_to(22)
    assert players[0].position == pytest.approx(34.7)


def test_the_speed_has_steps_and_limits(listening: ListeningPresenter, players: list[FakePlayer]) -> None:
    rates: list[float] = []
    listening.rate_changed.connect(rates.append)
    listening.change_rate(1)
    listening.toggle()
    assert players[0].rate == 1.25
    for _ in range(5):
        listening.change_rate(1)
    for _ in range(9):
        listening.change_rate(-1)
    assert rates[0] == 1.25
    assert max(rates) == 2.0
    assert rates[-1] == 0.5


def test_a_failed_fetch_is_told_and_can_be_tried_again(
    listening: ListeningPresenter, quality: FakeQuality, players: list[FakePlayer]
) -> None:
    told: list[str] = []
    listening.failed.connect(told.append)
    quality.fails = [AppError("timed_out", status=503)]
    listening.toggle()
    assert len([words for words in told if words]) == 1
    assert not listening.is_fetching
    listening.toggle()
    assert listening.is_playing


def test_it_plays_from_the_first_piece_on_and_the_rest_comes_meanwhile(
    listening: ListeningPresenter, quality: FakeQuality, players: list[FakePlayer]
) -> None:
    listening.toggle()
    assert players[0].sound is not None
    assert players[0].sound.is_whole
    assert [play for _start, _end, play in quality.recordings.asked] == ["", "play-1"], "one play, whatever its parts"


def test_a_lost_connection_is_told_what_has_come_is_heard_and_playing_on_fetches_the_rest(
    listening: ListeningPresenter, quality: FakeQuality, players: list[FakePlayer]
) -> None:
    told: list[str] = []
    listening.failed.connect(told.append)
    quality.recordings.up_to = 50_000
    listening.toggle()
    assert "What has come can be heard" in told[-1]
    player = players[0]
    player.run_to(10)
    assert listening.is_playing, "it has come that far"
    assert player.sound is not None
    sound = player.sound
    reader = threading.Thread(target=sound.read, args=(60_000, 10))
    reader.start()
    while not sound.is_waiting:
        pass
    player.run_to(20)
    assert not listening.is_playing
    quality.recordings.up_to = len(quality.recordings.content)
    listening.toggle()
    reader.join(5)
    assert listening.is_playing
    assert told[-1] == ""
    assert sound.is_whole
    assert [asked for asked in quality.asked if asked[0] == "sound"] == [("sound", "call-1", "quality sample")]


def test_without_a_recording_nothing_is_fetched(presenter: QualityPresenter, quality: FakeQuality) -> None:
    quality.has_recording = False
    presenter.listening.open("call-1", None, "x")
    assert presenter.listening.file is not None
    presenter.listening.toggle()
    presenter.listening.seek(10)
    assert not [asked for asked in quality.asked if asked[0] == "sound"]
    assert presenter.listening.position == 0


def test_another_call_stops_the_sound_and_forgets_it(
    listening: ListeningPresenter, players: list[FakePlayer], quality: FakeQuality
) -> None:
    listening.toggle()
    listening.open("call-2", None, "x")
    assert not listening.is_playing
    assert players[0].sound is None
    listening.toggle()
    assert quality.asked[-1] == ("sound", "call-2", "x")


def test_a_device_that_was_plugged_in_is_found_at_the_next_call(
    listening: ListeningPresenter, players: list[FakePlayer]
) -> None:
    listening.toggle()
    players[0].has_sound = False
    listening.open("call-2", None, "x")
    listening.toggle()
    assert len(players) == 2
    assert players[0].closed
    listening.close()
    assert players[1].closed


def test_a_stretch_is_played_again_and_again_until_it_is_let_go(
    listening: ListeningPresenter, players: list[FakePlayer]
) -> None:
    listening.toggle()
    players[0].run_to(5)
    listening.mark_loop()
    players[0].run_to(9)
    listening.mark_loop()
    assert (listening.loop_start, listening.loop_end, players[0].position) == (5, 9, 5)
    players[0].run_to(8.9)
    assert players[0].position == 8.9
    players[0].run_to(9.04)
    assert players[0].position == 5
    listening.mark_loop()
    players[0].run_to(12)
    assert (listening.loop_start, players[0].position) == (None, 12)


def test_who_does_not_score_the_call_is_asked_what_for(
    presenter: QualityPresenter, quality: FakeQuality, listening: ListeningPresenter
) -> None:
    wanted: list[bool] = []
    listening.why_wanted.connect(lambda: wanted.append(True))
    listening.open("call-2", None, "")
    listening.toggle()
    listening.listen_because("  ")
    assert wanted == [True]
    assert not listening.is_playing
    listening.listen_because("市民要求核实")
    assert listening.is_playing
    assert [asked for asked in quality.asked if asked[0] == "sound"] == [("sound", "call-2", "市民要求核实")]
