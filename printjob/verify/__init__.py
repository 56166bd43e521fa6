"""Reading finished jobs back (検査): readers that share nothing with the drawing say whether each page is what it must be.

Nothing here knows how a page was made. The file is read as any stranger would read it, and what it says is held against the plan,
the prepared records and the source fonts.
"""
