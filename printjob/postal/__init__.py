"""The postal room: the postal data as one mapped file, the split of an address, the customer code of a piece.

Nothing here corrects an address: a postal code and an address that do not agree lead to a reason, never to another code.
"""
