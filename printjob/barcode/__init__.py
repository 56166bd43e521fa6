"""The barcode room: what symbols say, as plain bars or modules; nothing here draws.

Every module has the same verbs: ``compact`` (the value without separators), ``validate`` (whether it can be encoded), ``calc_check_digit``, ``encode``.
"""
