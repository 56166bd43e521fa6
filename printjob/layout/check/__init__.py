"""Checking a form before it is printed (様式の検査): that nothing stands where an envelope, a machine or a reader cannot bear it."""
