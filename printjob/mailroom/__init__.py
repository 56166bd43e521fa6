"""The mail room: machines as data, the plan of jobs, what the inserter and its operators need."""
