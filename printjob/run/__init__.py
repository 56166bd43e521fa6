"""The run (回): one execution of the night batch for one business date, from inbox to prepared jobs."""
