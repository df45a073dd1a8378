"""How long something takes, in the words of a clock."""


def clock_text(seconds: float) -> str:
    """Returns seconds as ``0:07``, ``12:05`` or ``1:02:03``; what is negative (a clock was put back) shows as ``0:00``."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, second = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{second:02}" if hours else f"{minutes}:{second:02}"
