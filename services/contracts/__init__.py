"""What the central API and its clients say to each other: typed, frozen messages.

Each module holds one subject. Nothing here imports anything but pydantic and the standard library, so that both sides,
and the documents generated from them, share one meaning for every field.
"""
