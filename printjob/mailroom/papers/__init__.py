"""Papers of a posting (差出の書類): values for the layouts that the drawing room draws, and the same as CSV.

Every function is pure: the same values give the same texts. Personal data stands in the registered list (書留・特定記録の差出票) alone.
"""
