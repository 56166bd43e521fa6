"""Speed and memory, as ratios within one run (design, section 4: naive, compose, whole run). ``make bench`` calls it."""
